"""Every kind of page, as one address each, for what is asked of all of them. The releases are those of the sample."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "models": "/models",
    "models-searched": "/models?q=llama&weights=partial",
    "models-empty": "/models?q=zzzz&letter=A",
    "release": "/models/allenai/OLMo-2-1124-7B-Instruct",
    "release-closed": "/models/openai/gpt-4",
    "release-frameworks": "/models/allenai/OLMo-2-1124-7B-Instruct/frameworks",
    "card": "/cards/allenai/OLMo-2-1124-7B-Instruct",
    "compare": "/compare?id=allenai/OLMo-2-1124-7B-Instruct&id=meta-llama/Llama-3.1-8B-Instruct",
    "compare-empty": "/compare",
    "alternatives": "/models/meta-llama/Llama-3.1-8B-Instruct/alternatives",
    "leaderboard": "/leaderboard",
    "leaderboard-weighted": "/leaderboard?w.weights=0&w.data=100&w.code=50&w.post=0&w.docs=0",
    "leaderboard-organizations": "/leaderboard?board=organizations",
    "leaderboard-families": "/leaderboard?board=families",
    "leaderboard-claims": "/leaderboard?board=claims",
    "trends": "/trends",
    "organizations": "/organizations",
    "organization": "/organizations/allenai",
    "eu-summaries": "/eu-summaries",
    "methodology": "/methodology",
    "frameworks": "/frameworks",
    "lint": "/lint?example=yes",
    "status": "/status",
    "about": "/about",
    "api-docs-tag": "/api/docs/releases",
    "api-docs-try": "/api/docs/try/list_releases",
    "not-found": "/models/allenai/OLMo-2-1124-7B-Instuct",
}

"""Jobs: a crawl as jobs in a queue that any number of processes work on. On PostgreSQL only."""

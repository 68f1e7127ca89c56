"""Plain: organizations, boards, policy and trends as plain values for the API. What is told of one release is told by
``registry.serialize``."""

"""The tests: databases built by the migrations, real requests, no address but this machine's."""

"""Links: looks at the addresses that evidence rests on, politely and safely."""

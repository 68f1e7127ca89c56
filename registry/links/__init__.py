"""Links: the addresses that evidence rests on, what may have come of looking at them, and what that means."""

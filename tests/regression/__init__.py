"""Short card passages with what a careful person reads in them, and properties that hold for all."""

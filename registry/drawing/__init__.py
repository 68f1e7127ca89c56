"""Drawing: the pictures that travel without a page. Pure: plain values in, the bytes of an image out."""

"""Partners, the exchange of books with them, requests to and from them."""

"""Messages to readers: queued in the act's own transaction, sent afterwards, each attempt kept."""

"""Who waits for what: queues, the hold shelf, copies on their way."""

"""What runs beside the requests. Every task may run twice without harm, and late."""

"""What is done about members, one module for each noun."""

//! The messages of the link itself: handshake, keep-alive and farewell, in numbers T-Library does
//! not use.

super::messages! {
    /// The first message of a client: who it is and which version it speaks.
    LINK_HELLO = 0xF000, "LinkHello", "T-Link, crate documentation",
        [PROTOCOL_VERSION, APPLICATION_NAME],
        [PASSWORD, POLL_INTERVAL];

    /// The server's answer to the hello: the session is open.
    LINK_HELLO_ACK = 0xF001, "LinkHelloAck", "T-Link, crate documentation",
        [PROTOCOL_VERSION, SESSION_ID],
        [APPLICATION_NAME, SERVER_VERSION, SERVER_ROLE, CAPABILITIES, POLL_INTERVAL];

    /// A question whether the other side is alive; either side asks.
    LINK_POLL = 0xF002, "LinkPoll", "T-Link, crate documentation; after ADDP",
        [POLL_NUMBER],
        [];

    /// The answer to a poll, with the number of the poll.
    LINK_POLL_ACK = 0xF003, "LinkPollAck", "T-Link, crate documentation; after ADDP",
        [POLL_NUMBER],
        [];

    /// The last message before a side closes the connection.
    LINK_GOODBYE = 0xF004, "LinkGoodbye", "T-Link, crate documentation",
        [GOODBYE_REASON],
        [ERROR_MESSAGE];
}

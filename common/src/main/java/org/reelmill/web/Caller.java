package org.reelmill.web;

/// Who calls an HTTP API. Controllers take it as a parameter.
///
/// @param id of the account; of a guest, what its cookie says: random, so that nobody can act for another
/// @param address that the call came from
public record Caller(Role role, String id, String address) {

    /// What a caller may do, most first.
    public enum Role {
        OPERATOR,
        GUEST
    }

    public boolean isOperator() {
        return role == Role.OPERATOR;
    }
}

package org.reelmill.app.drills;

/// Where a film is when something is killed.
enum Stage {
    OPEN,
    ENCODE,
    UPLOAD,
    PLAYLIST,
    FINISH;

    /// Whether a request to the object store belongs to this stage.
    boolean isRequest(String method, String path) {
        boolean put = method.equals("PUT");
        return switch (this) {
            case OPEN, ENCODE -> false;
            case UPLOAD -> put && path.matches(".*\\.a[0-9]+\\.m4s(\\?.*)?");
            case PLAYLIST -> put && path.contains("/now/");
            case FINISH -> put && path.contains(".m3u8") && !path.contains("/now/");
        };
    }
}

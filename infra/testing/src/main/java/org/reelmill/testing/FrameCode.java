package org.reelmill.testing;

/// The picture language of a [TestFilm]: how a frame's number and the flash are drawn into a small
/// gray picture, and read from one.
///
/// The picture is 80 × 45 dots. Its upper quarter is a bar code of 20 cells: 18 bits of the number,
/// the highest first, and two bits that count its ones. The lower quarter flashes. What moves
/// between them only gives an encoder something to do.
final class FrameCode {

    static final int WIDTH = 80;
    static final int HEIGHT = 45;
    static final int LARGEST = (1 << 18) - 1;

    /// Stands for the number of a frame whose bar code cannot be read.
    static final int UNREADABLE = -1;

    private static final int CELLS = 20;
    private static final int CELL_WIDTH = WIDTH / CELLS;
    private static final int CODE_BOTTOM = 12;
    private static final int TEXTURE_TOP = 13;
    private static final int TEXTURE_BOTTOM = 32;
    private static final int FLASH_TOP = 33;

    // Within the range of a television picture, whichever range a converter takes gray to be.
    private static final int BLACK = 32;
    private static final int WHITE = 224;

    private FrameCode() {}

    static void draw(byte[] picture, int number, Flash flash) {
        if (number > LARGEST) {
            throw new IllegalArgumentException("Frame " + number + " is beyond the bar code's " + LARGEST);
        }
        var cells = number << 2 | (Integer.bitCount(number) & 3);
        for (var y = 0; y < HEIGHT; y++) {
            for (var x = 0; x < WIDTH; x++) {
                picture[y * WIDTH + x] = (byte) dot(x, y, cells, number, flash);
            }
        }
    }

    private static int dot(int x, int y, int cells, int number, Flash flash) {
        if (y < CODE_BOTTOM) {
            return (cells >> (CELLS - 1 - x / CELL_WIDTH) & 1) == 1 ? WHITE : BLACK;
        }
        if (y >= FLASH_TOP) {
            return flash == Flash.ON ? WHITE : BLACK;
        }
        return y < TEXTURE_TOP || y >= TEXTURE_BOTTOM ? BLACK : texture(x + number, y, number);
    }

    /// A slow swell under blocks that wander to the left, the same in every run.
    private static int texture(int x, int y, int number) {
        var hash = (x / 2) * 0x9E3779B1 ^ (y / 2) * 0x85EBCA6B;
        hash ^= hash >>> 15;
        hash *= 0x2C1B3C6D;
        var swell = 40 * Math.sin((x + 2 * y) / 9.0 + number / 13.0);
        return (int) (110 + swell + (hash >>> 26));
    }

    static int read(byte[] picture) {
        var cells = 0;
        for (var cell = 0; cell < CELLS; cell++) {
            var brightness = mean(picture, cell * CELL_WIDTH + 1, 2, 3, CODE_BOTTOM - 3);
            // Neither clearly black nor clearly white: two frames mixed, or too much lost.
            if (brightness > 96 && brightness < 160) {
                return UNREADABLE;
            }
            cells = cells << 1 | (brightness >= 128 ? 1 : 0);
        }
        var number = cells >> 2;
        return (Integer.bitCount(number) & 3) == (cells & 3) ? number : UNREADABLE;
    }

    static Flash flash(byte[] picture) {
        return mean(picture, 4, WIDTH - 8, FLASH_TOP + 2, HEIGHT - 2) >= 128 ? Flash.ON : Flash.OFF;
    }

    private static int mean(byte[] picture, int left, int width, int top, int bottom) {
        var sum = 0;
        for (var y = top; y < bottom; y++) {
            for (var x = left; x < left + width; x++) {
                sum += picture[y * WIDTH + x] & 0xff;
            }
        }
        return sum / (width * (bottom - top));
    }

    enum Flash {
        ON,
        OFF
    }
}

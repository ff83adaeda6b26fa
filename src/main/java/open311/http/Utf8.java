package open311.http;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Bytes that grow as texts, numbers and moments are put behind them. For one thread. */
final class Utf8 {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int SECONDS_OF_A_DAY = 86_400;

    /** Of coordinates; a millionth of them is a tenth of a metre. */
    private static final double TEN_MILLIONTHS = 1e7;

    private static final int MOST_BYTES_OF_A_CHARACTER = 6;

    /** Most texts are plain, and eight bytes are looked at and copied at a time. */
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The digits of 00 to 99, two bytes each, written at once. */
    private static final short[] PAIRS = new short[100];

    private static final VarHandle TWO =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (short) (('0' + i / 10) | (('0' + i % 10) << Byte.SIZE));
        }
    }

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private byte[] bytes;
    private int length;

    Utf8(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Empty afterwards. */
    void moveTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    void ascii(char c) {
        room(1);
        bytes[length++] = (byte) c;
    }

    void bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /** What stands between the quotes of a JSON string. */
    void json(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        room(MOST_BYTES_OF_A_CHARACTER * raw.length);
        for (int i = 0; i < raw.length; ) {
            if (i <= raw.length - Long.BYTES) {
                long eight = (long) EIGHT.get(raw, i);
                if (!(hasBelowBlank(eight) || has(eight, '"') || has(eight, '\\'))) {
                    EIGHT.set(bytes, length, eight);
                    length += Long.BYTES;
                    i += Long.BYTES;
                    continue;
                }
            }
            for (int end = Math.min(i + Long.BYTES, raw.length); i < end; i++) {
                byte b = raw[i];
                if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
                    escaped(b);
                } else {
                    bytes[length++] = b;
                }
            }
        }
    }

    /** The content of an element, without what XML cannot hold. */
    void xml(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        if (isPerhapsIllegal(raw)) {
            raw = Text.legal(text).getBytes(StandardCharsets.UTF_8);
        }
        room(MOST_BYTES_OF_A_CHARACTER * raw.length);
        for (int i = 0; i < raw.length; ) {
            if (i <= raw.length - Long.BYTES) {
                long eight = (long) EIGHT.get(raw, i);
                if (!(has(eight, '&')
                        || has(eight, '<')
                        || has(eight, '>')
                        || hasBelowBlank(eight))) {
                    EIGHT.set(bytes, length, eight);
                    length += Long.BYTES;
                    i += Long.BYTES;
                    continue;
                }
            }
            for (int end = Math.min(i + Long.BYTES, raw.length); i < end; i++) {
                byte b = raw[i];
                switch (b) {
                    case '&' -> entity("&amp;");
                    case '<' -> entity("&lt;");
                    // A reader would take it for a line feed.
                    case '\r' -> entity("&#xd;");
                    default -> {
                        // The end of a CDATA section has no place in a text.
                        if (b == '>' && (i == 0 || raw[i - 1] == ']')) {
                            entity("&gt;");
                        } else {
                            bytes[length++] = b;
                        }
                    }
                }
            }
        }
    }

    /** A field of a record; between quotation marks where a reader could misunderstand it. */
    void csv(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        room(2 * raw.length + 2);
        if (isPlainField(raw)) {
            System.arraycopy(raw, 0, bytes, length, raw.length);
            length += raw.length;
            return;
        }
        bytes[length++] = '"';
        for (byte b : raw) {
            if (b == '"') {
                bytes[length++] = '"';
            }
            bytes[length++] = b;
        }
        bytes[length++] = '"';
    }

    /** Blanks at an end are no part of the field for some readers. */
    private static boolean isPlainField(byte[] raw) {
        if (raw.length == 0 || isBlank(raw[0]) || isBlank(raw[raw.length - 1])) {
            return raw.length == 0;
        }
        for (byte b : raw) {
            if (b == ',' || b == '"' || b == '\r' || b == '\n') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }

    /**
     * Whether there are control characters, characters that begin as the illegal U+FFFE does, or
     * question marks, which half a surrogate pair becomes.
     */
    private static boolean isPerhapsIllegal(byte[] raw) {
        int i = 0;
        for (; i <= raw.length - Long.BYTES; i += Long.BYTES) {
            long eight = (long) EIGHT.get(raw, i);
            if (hasBelowBlank(eight) || has(eight, '?') || has(eight, '\u00EF')) {
                return true;
            }
        }
        for (; i < raw.length; i++) {
            if ((raw[i] >= 0 && raw[i] < ' ') || raw[i] == '?' || raw[i] == (byte) 0xEF) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of the eight bytes is the character. */
    private static boolean has(long eight, char c) {
        long zeroWhereItIs = eight ^ (c * ONES);
        return ((zeroWhereItIs - ONES) & ~zeroWhereItIs & HIGH_BITS) != 0;
    }

    /** Whether one of the eight bytes is a control character. */
    private static boolean hasBelowBlank(long eight) {
        return ((eight - ' ' * ONES) & ~eight & HIGH_BITS) != 0;
    }

    /** As {@link Timestamps#format}. */
    void moment(Instant moment) {
        long second = moment.getEpochSecond();
        long day = Math.floorDiv(second, SECONDS_OF_A_DAY);
        int ofDay = (int) Math.floorMod(second, (long) SECONDS_OF_A_DAY);
        // Days from 1 March of the year 0, in whole cycles of 400 years (Howard Hinnant's way).
        long shifted = day + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int ofEra = (int) Math.floorMod(shifted, 146_097L);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * ofYear + 2) / 153;
        long year = yearOfEra + era * 400 + (month < 10 ? 0 : 1);
        if (year < 0 || year > 9999) {
            bytes(Timestamps.format(moment).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        room(20);
        byte[] out = bytes;
        int at = length;
        twoDigits((int) year / 100, out, at);
        twoDigits((int) year % 100, out, at + 2);
        out[at + 4] = '-';
        twoDigits(month < 10 ? month + 3 : month - 9, out, at + 5);
        out[at + 7] = '-';
        twoDigits(ofYear - (153 * month + 2) / 5 + 1, out, at + 8);
        out[at + 10] = 'T';
        twoDigits(ofDay / 3600, out, at + 11);
        out[at + 13] = ':';
        twoDigits(ofDay / 60 % 60, out, at + 14);
        out[at + 16] = ':';
        twoDigits(ofDay % 60, out, at + 17);
        out[at + 19] = 'Z';
        length = at + 20;
    }

    /** Without an exponent: clients read decimal degrees. */
    void number(double value) {
        double scaled = Math.rint(value * TEN_MILLIONTHS);
        // Of so few digits each number has but one shortest spelling, and this is it.
        if (Math.abs(scaled) < 1e10 && scaled / TEN_MILLIONTHS == value && scaled != 0) {
            tenMillionths((long) scaled);
        } else {
            bytes(BigDecimal.valueOf(value).toPlainString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The number as text, as {@link #number} writes it. */
    static String plain(double value) {
        var out = new Utf8(24);
        out.number(value);
        return new String(out.bytes, 0, out.length, StandardCharsets.US_ASCII);
    }

    private void tenMillionths(long value) {
        room(13);
        if (value < 0) {
            bytes[length++] = '-';
        }
        long rest = Math.abs(value);
        int whole = (int) (rest / 10_000_000);
        int fraction = (int) (rest % 10_000_000);
        if (whole >= 100) {
            bytes[length++] = (byte) ('0' + whole / 100);
        }
        if (whole >= 10) {
            bytes[length++] = (byte) ('0' + whole / 10 % 10);
        }
        bytes[length++] = (byte) ('0' + whole % 10);
        bytes[length++] = '.';
        int digits = 7;
        while (digits > 1 && fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        length += digits;
    }

    private static void twoDigits(int number, byte[] out, int at) {
        TWO.set(out, at, PAIRS[number]);
    }

    private void escaped(byte c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = c;
            case '\n' -> bytes[length++] = 'n';
            case '\t' -> bytes[length++] = 't';
            case '\r' -> bytes[length++] = 'r';
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            default -> {
                entity("u00");
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    /** There is room already. */
    private void entity(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}

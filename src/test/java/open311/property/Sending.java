package open311.property;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a report as a call, in one of the many ways that mean the same: what stands in the query,
 * the order, which characters are escaped and how, where the key goes, how a multipart body is cut.
 */
final class Sending {
    /** What may stand unescaped in a query (RFC 3986) and means nothing in a form. */
    private static final String PLAIN = "-._~!$'()*,;:@/?";

    /** What also may, in bodies at least. */
    private static final String PLAIN_IN_BODY = PLAIN + "\"<>[]{}|\\^`#=";

    private static final int LONGEST_IN_QUERY = 200;

    /** How much is escaped that need not be. */
    private enum Escapes {
        FEW,
        SOME,
        ALL
    }

    private final Report report;
    private final String apiKey;
    private final Random random;
    private final Escapes escapes;
    private final List<byte[]> query = new ArrayList<>();
    private final Map<String, String> headers = new HashMap<>();

    private Sending(Report report, String apiKey) {
        this.report = report;
        this.apiKey = apiKey;
        random = new Random(report.layout());
        escapes = Escapes.values()[random.nextInt(Escapes.values().length)];
    }

    static Call of(Report report, String apiKey) {
        return new Sending(report, apiKey).call();
    }

    private Call call() {
        var all = new ArrayList<>(report.parameters());
        all.add(Parameter.of("jurisdiction_id", Town.ID));
        switch (random.nextInt(4)) {
            case 0 -> headers.put("X-API-Key", apiKey);
            case 1 -> headers.put("Authorization", "Bearer " + apiKey);
            default -> all.add(Parameter.of("api_key", apiKey));
        }
        shuffle(all);
        var inBody = new ArrayList<Parameter>();
        for (Parameter parameter : all) {
            // What stands in the body comes first, and the first picture is the one that is shown.
            boolean fits = parameter.value().length() <= LONGEST_IN_QUERY && !isPicture(parameter);
            boolean isWanted = report.transport() == Report.Transport.QUERY || isOnceIn(8);
            if (fits && isWanted) {
                query.add(urlencoded(parameter, PLAIN, true));
            } else {
                inBody.add(parameter);
            }
        }
        byte[] body = body(inBody);
        return new Call(
                "POST",
                Town.ENDPOINT
                        + "requests"
                        + report.format().suffix()
                        + (query.isEmpty()
                                ? ""
                                : "?" + new String(joined(query), StandardCharsets.US_ASCII)),
                headers,
                body);
    }

    /** Any order, but that of the pictures stays. */
    private void shuffle(List<Parameter> all) {
        List<Parameter> pictures = all.stream().filter(Sending::isPicture).toList();
        Collections.shuffle(all, random);
        var next = pictures.iterator();
        all.replaceAll(parameter -> isPicture(parameter) ? next.next() : parameter);
    }

    private static boolean isPicture(Parameter parameter) {
        return parameter.name().equals("media_url");
    }

    private byte[] body(List<Parameter> parameters) {
        if (report.transport() == Report.Transport.MULTIPART) {
            return multipart(parameters);
        }
        if (!parameters.isEmpty() || !isOnceIn(2)) {
            headers.put(
                    "Content-Type",
                    "application/x-www-form-urlencoded"
                            + oneOf("", "; charset=utf-8", ";charset=UTF-8"));
        }
        return joined(
                parameters.stream()
                        .map(parameter -> urlencoded(parameter, PLAIN_IN_BODY, false))
                        .toList());
    }

    private byte[] urlencoded(Parameter parameter, String plain, boolean isAscii) {
        var out = new ByteArrayOutputStream();
        // Documentation in the field prints some names with a blank at the end.
        String name = parameter.name() + (isOnceIn(50) ? " " : "");
        escape(name.getBytes(StandardCharsets.UTF_8), plain.replace("=", ""), isAscii, out);
        out.write('=');
        escape(bytes(parameter.value()), plain, isAscii, out);
        return out.toByteArray();
    }

    private void escape(byte[] bytes, String plain, boolean isAscii, ByteArrayOutputStream out) {
        for (byte b : bytes) {
            boolean mayBePlain =
                    b < 0 ? !isAscii : Character.isLetterOrDigit(b) || plain.indexOf(b) >= 0;
            if (b == ' ' && isOnceIn(2)) {
                out.write('+');
            } else if (mayBePlain
                    && (escapes == Escapes.FEW || (escapes == Escapes.SOME && isOnceIn(2)))) {
                out.write(b);
            } else {
                out.writeBytes(
                        String.format(isOnceIn(2) ? "%%%02X" : "%%%02x", b & 0xFF)
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** UTF-8, or now and then what clients of long standing send: ISO-8859-1. */
    private byte[] bytes(String text) {
        byte[] latin1 = text.getBytes(StandardCharsets.ISO_8859_1);
        boolean isLatin1 = new String(latin1, StandardCharsets.ISO_8859_1).equals(text);
        Charset charset =
                isLatin1 && !isUtf8(latin1) && isOnceIn(3)
                        ? StandardCharsets.ISO_8859_1
                        : StandardCharsets.UTF_8;
        return text.getBytes(charset);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private byte[] multipart(List<Parameter> parameters) {
        String boundary =
                oneOf("xYzZY", "----WebKitFormBoundary", "===", "'()+_,-./:=?")
                        + random.nextLong(1L << 60);
        boolean isQuoted = isOnceIn(2);
        headers.put(
                "Content-Type",
                "multipart/form-data; "
                        + oneOf("", "charset=utf-8; ")
                        + oneOf("boundary=", "Boundary=")
                        + (isQuoted ? "\"" + boundary + "\"" : boundary));
        var out = new ByteArrayOutputStream();
        if (isOnceIn(4)) {
            out.writeBytes("A preamble that nobody reads\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        for (Parameter parameter : parameters) {
            part(out, boundary, "; name=" + quoted(parameter.name()), bytes(parameter.value()));
        }
        if (parameters.isEmpty() || isOnceIn(4)) {
            part(
                    out,
                    boundary,
                    "; name=\"media\"; filename=\"a.png\"",
                    new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0});
        }
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private void part(ByteArrayOutputStream out, String boundary, String rest, byte[] content) {
        String disposition =
                oneOf("Content-Disposition", "content-disposition") + ": form-data" + rest;
        String head =
                "--"
                        + boundary
                        + "\r\n"
                        + disposition
                        + oneOf(
                                "",
                                "\r\nContent-Type: text/plain; charset=UTF-8",
                                "\r\nContent-Transfer-Encoding: 8bit")
                        + "\r\n\r\n";
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** With an empty pair now and then. */
    private byte[] joined(List<byte[]> pairs) {
        var out = new ByteArrayOutputStream();
        for (byte[] pair : pairs) {
            if (out.size() > 0) {
                out.write('&');
            }
            out.writeBytes(pair);
            if (isOnceIn(20)) {
                out.write('&');
            }
        }
        return out.toByteArray();
    }

    private boolean isOnceIn(int times) {
        return random.nextInt(times) == 0;
    }

    private String oneOf(String... all) {
        return all[random.nextInt(all.length)];
    }
}

package open311.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Random;

/**
 * Jurisdiction documents that are wrong somewhere: parts of the sample, changed in a few places of
 * their tree, of their text, or both. The same seed and number make the same document.
 */
final class FuzzedDocuments {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String[] ODD_TEXTS = {
        "",
        " ",
        "\u0000",
        "\ud800",
        "\ufffe\uffff",
        "\u202e\u200b\ufeff",
        "\ud83d\udea7",
        "e\u0301".repeat(100),
        "x".repeat(201),
        "x".repeat(4001),
        "x".repeat(200_000),
        "<script>alert(1)</script>",
        "]]>&<!--",
        "'; drop table service; --",
        "../../etc/passwd",
        "a/b?c#d",
        "%zz%00",
        "null",
        "true",
        "~",
        "NaN",
        "=1+1",
        "P2D",
        "P999999999999D",
        "PT-1H",
        "P1Y2M",
        "25:61",
        "08:00",
        "2026-02-30",
        "+999999999-12-31",
        "America/Nowhere",
        "UTC",
        "+18:00",
        "x-klingon",
        "en",
        "batch",
        "blackbox",
        "manual",
        "multivaluelist",
        "number",
        "http://169.254.169.254/",
        "javascript:alert(1)",
        "first\nsecond\tthird\r\n",
    };

    /** What YAML can do and a document may not, or what no parser should like. */
    private static final String[] BOMBS = {
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n",
        "a: &a [*a]\n",
        "&a *a: *a\n",
        "<<: *x\n",
        "base: &base {name: x}\n<<: *base\n",
        "name: !!binary R0lGODlhDAAMAIQAAP\n",
        "name: !!binary \"\\xff\"\n",
        "name: !!python/object/apply:os.system [x]\n",
        "!!javax.script.ScriptEngineManager [!!URLClassLoader [[!!URL [\"http://x/\"]]]]\n",
        "name: !!timestamp 2026-01-01\n",
        "name: !!set {a, b}\n",
        "name: !<tag:x> y\n",
        "name: |9\n x\n",
        "name: >-\n\tx\n",
        "%YAML 9.9\n---\na: b\n",
        "---\na: b\n---\nc: d\n",
        "...\n",
        "? {a: b}\n: c\n",
        "? [a]\n: c\n",
        "\"\\ud800\": 1\n",
        "\"\\x00\": 1\n",
        "name: 0o777\nlocale: 0x_\ncontact: 1_000\n",
        "name: 12:30:45\n",
        "name: .inf\nlocale: .nan\n",
        "\ufeff\ufeffname: x\n",
        "name: x # \u0085y\u2028z\n",
        "name: x\nname: y\n",
    };

    private final String jurisdictionId;
    private final ObjectNode sample;

    FuzzedDocuments(String jurisdictionId) {
        this.jurisdictionId = jurisdictionId;
        try (InputStream file =
                FuzzedDocuments.class.getResourceAsStream("/jurisdictions/haverhillma.gov.yaml")) {
            sample = (ObjectNode) YAML.readTree(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sample.put("jurisdiction_id", jurisdictionId);
    }

    /** A document of a city without a boundary. */
    String plain() {
        return "{jurisdiction_id: "
                + jurisdictionId
                + ", name: Fuzz, time_zone: UTC, contact: x, key_service: x, endpoint_type: test,"
                + " services: [{service_code: A, service_name: A}]}";
    }

    /** The document of this number in the row that belongs to the seed. */
    Document get(long seed, int number) {
        var random = new Random(seed * 1_000_003 + number);
        if (random.nextInt(30) == 0) {
            return nested(random);
        }
        ObjectNode root = part(random);
        for (int i = random.nextInt(4); i > 0; i--) {
            change(root, random);
        }
        boolean isJson = random.nextBoolean();
        String text;
        try {
            text = isJson ? JSON.writeValueAsString(root) : YAML.writeValueAsString(root);
        } catch (IOException e) {
            // A lone surrogate cannot be written, and has to be escaped.
            text = root.toString();
        }
        for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            text = changed(text, random);
        }
        if (!isJson && random.nextInt(20) == 0) {
            String bomb = one(random, BOMBS);
            text = random.nextBoolean() ? bomb + text : text + bomb;
        }
        return new Document(
                text,
                (random.nextInt(10) > 0) == isJson
                        ? DocumentReader.JSON_TYPE
                        : DocumentReader.YAML_TYPE);
    }

    private static Document nested(Random random) {
        int depth = 1 + random.nextInt(20_000);
        String open =
                one(random, "[", "{\"a\":", "[[", "- ", "? ", "a: [", "!x ", "&a ", "'", "\"\\u");
        return new Document(
                open.repeat(depth),
                random.nextBoolean() ? DocumentReader.JSON_TYPE : DocumentReader.YAML_TYPE);
    }

    /** All but most of the services: a document is read in a few milliseconds then. */
    private ObjectNode part(Random random) {
        var root = NODES.objectNode();
        sample.properties()
                .forEach(
                        member -> {
                            if (!member.getKey().equals("services")) {
                                root.set(member.getKey(), member.getValue().deepCopy());
                            }
                        });
        ArrayNode services = root.putArray("services");
        JsonNode all = sample.path("services");
        int first = random.nextInt(all.size());
        for (int i = first; i < Math.min(all.size(), first + 1 + random.nextInt(5)); i++) {
            services.add(all.get(i).deepCopy());
        }
        return root;
    }

    private static void change(ObjectNode root, Random random) {
        if (random.nextInt(8) == 0) {
            root.set("boundary", geometry(random));
            return;
        }
        JsonNode at = root;
        while (true) {
            var containers = new ArrayList<JsonNode>();
            for (JsonNode child : at) {
                if (child.isContainerNode() && !child.isEmpty()) {
                    containers.add(child);
                }
            }
            if (containers.isEmpty() || random.nextInt(4) == 0) {
                break;
            }
            at = containers.get(random.nextInt(containers.size()));
        }
        if (at instanceof ObjectNode object) {
            change(object, odd(random), random);
        } else if (at instanceof ArrayNode array) {
            change(array, odd(random), random);
        }
    }

    private static void change(ObjectNode object, JsonNode odd, Random random) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "name" : names.get(random.nextInt(names.size()));
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(one(random, ODD_TEXTS), odd);
            case 2 -> object.set(name + "s", object.path(name).deepCopy());
            case 3 -> object.putObject(name).set(name, odd);
            default -> object.set(name, odd);
        }
    }

    private static void change(ArrayNode array, JsonNode odd, Random random) {
        int at = random.nextInt(array.size());
        switch (random.nextInt(5)) {
            case 0 -> array.remove(at);
            case 1 -> array.insert(at, odd);
            case 2 -> {
                JsonNode same = array.get(at);
                for (int i = random.nextInt(300); i >= 0; i--) {
                    array.add(same);
                }
            }
            case 3 -> array.insert(at, array.get(at).deepCopy());
            default -> array.set(at, odd);
        }
    }

    private static JsonNode odd(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt(5) - 2);
            case 3 -> NODES.numberNode(BigInteger.TEN.pow(1 + random.nextInt(2000)));
            case 4 -> NODES.numberNode(random.nextBoolean() ? Double.MAX_VALUE : -1e-320);
            case 5 -> NODES.arrayNode();
            case 6 -> NODES.objectNode();
            case 7 -> {
                ArrayNode many = NODES.arrayNode();
                TextNode text = NODES.textNode(one(random, ODD_TEXTS).replaceAll(".{100,}", "x"));
                for (int i = random.nextInt(12_000); i >= 0; i--) {
                    many.add(text);
                }
                yield many;
            }
            case 8 -> {
                JsonNode deep = NODES.textNode("x");
                for (int i = random.nextInt(900); i >= 0; i--) {
                    deep =
                            random.nextBoolean()
                                    ? NODES.arrayNode().add(deep)
                                    : NODES.objectNode().set("a", deep);
                }
                yield deep;
            }
            case 9 -> geometry(random);
            default -> NODES.textNode(one(random, ODD_TEXTS));
        };
    }

    /** GeoJSON, more or less. */
    private static JsonNode geometry(Random random) {
        ObjectNode geometry = NODES.objectNode();
        String type =
                one(
                        random,
                        "Polygon",
                        "Polygon",
                        "MultiPolygon",
                        "MultiPolygon",
                        "Point",
                        "LineString",
                        "GeometryCollection",
                        "Feature",
                        "polygon");
        geometry.put("type", type);
        ArrayNode polygon = NODES.arrayNode();
        for (int i = random.nextInt(4); i >= 0; i--) {
            polygon.add(ring(random));
        }
        if (type.equals("MultiPolygon")) {
            ArrayNode polygons = geometry.putArray("coordinates");
            for (int i = random.nextInt(3) == 0 ? random.nextInt(10) : 0; i >= 0; i--) {
                polygons.add(
                        random.nextInt(5) == 0 ? NODES.arrayNode().add(ring(random)) : polygon);
            }
        } else {
            geometry.set("coordinates", random.nextInt(10) == 0 ? odd(random) : polygon);
        }
        return geometry;
    }

    private static ArrayNode ring(Random random) {
        ArrayNode ring = NODES.arrayNode();
        int kind = random.nextInt(6);
        int points = kind == 0 ? random.nextInt(3000) : 3 + random.nextInt(8);
        double west = -71.1 + random.nextInt(3);
        for (int i = 0; i < points; i++) {
            double angle = 2 * Math.PI * i / points;
            ArrayNode point = ring.addArray();
            switch (kind) {
                // Crosses itself again and again.
                case 0, 1 -> point.add(west + random.nextDouble()).add(42 + random.nextDouble());
                case 2 -> point.add(random.nextInt(2000) - 1000).add(random.nextInt(2000) - 1000);
                case 3 -> point.add(west).add(42.5).add(random.nextDouble());
                default -> point.add(west + Math.cos(angle)).add(42 + Math.sin(angle));
            }
            if (random.nextInt(200) == 0) {
                point.removeAll().add("NaN").add(NODES.nullNode());
            }
        }
        if (!ring.isEmpty() && random.nextInt(10) > 0) {
            ring.add(ring.get(0));
        }
        return ring;
    }

    private static String changed(String text, Random random) {
        if (text.isEmpty()) {
            return text;
        }
        int at = random.nextInt(text.length());
        String odd = one(random, ODD_TEXTS);
        return switch (random.nextInt(8)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + odd + text.substring(at);
            case 2 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 5));
            case 3 -> text.substring(0, at) + (char) random.nextInt(0x10000) + text.substring(at);
            case 4 ->
                    text.substring(0, at)
                            + one(
                                    random, "{", "}", "[", "]", ":", ",", "\"", "&a ", "*a", "!!",
                                    "|", "\t")
                            + text.substring(at);
            case 5 -> text.replaceFirst("\n +", "\n\t");
            case 6 -> text + text;
            default ->
                    text.replace(
                            "POTHOLE", one(random, "A/B", ".", "..", "a b", "\u00e9", "x.json"));
        };
    }

    private static String one(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    /** A document and the Content-Type with which it is sent. */
    record Document(String text, String mediaType) {
        private static final int MAX_LENGTH = 4 << 20;

        /** No longer than a body may be, and without what UTF-8 cannot carry. */
        Document {
            byte[] sent =
                    text.substring(0, Math.min(MAX_LENGTH, text.length()))
                            .getBytes(StandardCharsets.UTF_8);
            text = new String(sent, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            String json = TextNode.valueOf(text).toString();
            return mediaType
                    + ", "
                    + text.length()
                    + " characters: "
                    + json.substring(0, Math.min(6000, json.length()));
        }
    }
}

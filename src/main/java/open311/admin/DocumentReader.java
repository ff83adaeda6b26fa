package open311.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import open311.geo.Boundary;
import open311.http.Parameters;
import open311.http.Text;
import open311.jurisdiction.JurisdictionDocument;
import open311.jurisdiction.JurisdictionTexts;
import open311.jurisdiction.Neighbour;
import open311.jurisdiction.WorkingHours;
import open311.service.Service;
import open311.service.SimilarWithin;
import open311.service.Translation;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads the document of one jurisdiction, YAML or JSON, and finds every problem of it. */
final class DocumentReader {
    static final String YAML_TYPE = "application/yaml";
    static final String JSON_TYPE = "application/json";

    private static final String DEFAULT_LOCALE = "en";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** The parser's messages are good but for these. */
    private static final Pattern CLASS_NAMES = Pattern.compile("<?(org|com|java)\\.[a-z]+\\.\\S*");

    private static final int MAX_LIST = 10_000;
    private static final int MAX_TEXT = 4000;
    private static final int MAX_NEIGHBOURS = 1000;
    private static final int MAX_LANGUAGES = 50;
    private static final Pattern JURISDICTION_ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String[] DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

    private static final ObjectMapper JSON = strict(new ObjectMapper());
    private static final ObjectMapper YAML = strict(new ObjectMapper(yaml()));

    private final List<String> problems = new ArrayList<>();
    private final String text;
    private final String mediaType;
    private final @Nullable String fileHash;

    private DocumentReader(String text, String mediaType, @Nullable String fileHash) {
        this.text = text;
        this.mediaType = mediaType;
        this.fileHash = fileHash;
    }

    /**
     * Reads a document.
     *
     * @param mediaType {@link #YAML_TYPE} or {@link #JSON_TYPE}
     * @param fileHash SHA-256 of the start-up file; null when it came by HTTP
     * @throws DocumentException with all problems, each beginning with its path
     */
    static ReadDocument read(String text, String mediaType, @Nullable String fileHash) {
        return new DocumentReader(text, mediaType, fileHash).read();
    }

    private ReadDocument read() {
        DocumentNode root = DocumentNode.root(tree(), problems);
        if (!root.isObjectOf(
                "jurisdiction_id",
                "name",
                "time_zone",
                "locale",
                "contact",
                "key_service",
                "endpoint_type",
                "boundary",
                "neighbours",
                "holidays",
                "working_hours",
                "agencies",
                ServiceNode.SIMILAR,
                "services",
                DocumentNode.TRANSLATIONS)) {
            throw new DocumentException(problems);
        }
        root.checkTranslations("name", "contact", "key_service");
        String jurisdictionId = jurisdictionId(root.get("jurisdiction_id"));
        JurisdictionTexts texts = texts(root);
        String timeZone = timeZone(root.get("time_zone"));
        String locale = locale(root.get("locale"));
        String endpointType = endpointType(root.get("endpoint_type"));
        String boundary = boundary(root.get("boundary"));
        List<Neighbour> neighbours = neighbours(root.get("neighbours"));
        WorkingHours workingHours = workingHours(root.get("working_hours"));
        List<LocalDate> holidays = holidays(root.get("holidays"));
        List<Service> services = services(root);
        var translations = new TreeMap<String, JurisdictionTexts>();
        var translatedServices = new TreeMap<String, List<Service>>();
        for (String language : languages(root)) {
            if (!language.equals(locale)) {
                translations.put(language, texts(root.in(language)));
                translatedServices.put(language, services(root.in(language)));
            }
        }
        if (!problems.isEmpty()) {
            // What has no translation was read, and found wrong, in each language.
            throw new DocumentException(problems.stream().distinct().toList());
        }
        return new ReadDocument(
                new JurisdictionDocument(
                        jurisdictionId,
                        timeZone,
                        locale,
                        texts,
                        translations,
                        endpointType,
                        boundary,
                        neighbours,
                        workingHours,
                        holidays,
                        text,
                        mediaType,
                        fileHash),
                withTranslations(services, translatedServices));
    }

    /** Those of all translations, once everything was read in the document's own language. */
    private static SortedSet<String> languages(DocumentNode root) {
        SortedSet<String> languages = root.languages();
        if (languages.size() > MAX_LANGUAGES) {
            root.problem(
                    "is translated to %d languages; at most %d are allowed"
                            .formatted(languages.size(), MAX_LANGUAGES));
            return Collections.emptySortedSet();
        }
        return languages;
    }

    /** The same services were read in each language, so that they stand at the same places. */
    private static List<Service> withTranslations(
            List<Service> services, Map<String, List<Service>> byLanguage) {
        var translated = new ArrayList<Service>();
        for (int place = 0; place < services.size(); place++) {
            var translations = new LinkedHashMap<String, Translation>();
            for (Map.Entry<String, List<Service>> entry : byLanguage.entrySet()) {
                Service inLanguage = entry.getValue().get(place);
                translations.put(entry.getKey(), Translation.of(inLanguage));
            }
            translated.add(services.get(place).with(translations));
        }
        return translated;
    }

    private static JurisdictionTexts texts(DocumentNode root) {
        return new JurisdictionTexts(
                root.get("name").requiredText(200),
                root.get("contact").requiredText(MAX_TEXT),
                root.get("key_service").requiredText(MAX_TEXT));
    }

    private static String locale(DocumentNode node) {
        String locale =
                node.parsed(
                        text ->
                                Optional.of(text)
                                        .filter(
                                                tag ->
                                                        DocumentNode.LANGUAGE
                                                                .matcher(tag)
                                                                .matches()),
                        "it must be a language of BCP 47, such as en or es");
        return locale == null ? DEFAULT_LOCALE : locale;
    }

    private JsonNode tree() {
        try {
            if (mediaType.equals(JSON_TYPE)) {
                return JSON.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
            }
            refuseAliases();
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null
                            ? ""
                            : ", line "
                                    + e.getLocation().getLineNr()
                                    + ", column "
                                    + e.getLocation().getColumnNr();
            throw new DocumentException(
                    List.of(
                            "the document is not well-formed "
                                    + (mediaType.equals(JSON_TYPE) ? "JSON" : "YAML")
                                    + where
                                    + ": "
                                    + Text.shortened(
                                            CLASS_NAMES
                                                    .matcher(
                                                            e.getOriginalMessage()
                                                                    .lines()
                                                                    .findFirst()
                                                                    .orElse(""))
                                                    .replaceAll("…"))));
        }
    }

    /** The reader would take the alias's name for the text that it stands for. */
    private void refuseAliases() throws JsonProcessingException {
        try (var parser = (YAMLParser) YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new DocumentException(
                            List.of(
                                    "the document uses an alias (*"
                                            + Text.shortened(parser.getText())
                                            + ") in line "
                                            + parser.currentTokenLocation().getLineNr()
                                            + "; write out what it stands for"));
                }
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jurisdictionId(DocumentNode node) {
        String id = node.requiredText(100);
        if (!id.isEmpty() && !JURISDICTION_ID.matcher(id).matches()) {
            node.problem(
                    "must be letters, digits, dots, hyphens and underscores, such as the city's main domain:"
                            + " haverhillma.gov");
        }
        return id;
    }

    private static String timeZone(DocumentNode node) {
        if (node.isAbsent()) {
            node.problem("must be given, such as America/New_York");
            return "";
        }
        ZoneId zone =
                node.parsed(
                        DocumentReader::zone,
                        "it must be a zone of the tz database, such as America/New_York");
        return zone == null ? "" : zone.getId();
    }

    private static Optional<ZoneId> zone(String id) {
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String endpointType(DocumentNode node) {
        if (node.isAbsent()) {
            node.problem("must be given: test or production");
        }
        return node.oneOf(new String[] {"test", "production"}, word -> word, "test");
    }

    private static @Nullable String boundary(DocumentNode node) {
        if (node.isAbsent()) {
            return null;
        }
        String geoJson = node.raw().toString();
        try {
            Boundary.ofGeoJson(geoJson);
        } catch (IllegalArgumentException e) {
            node.problem(e.getMessage());
        }
        return geoJson;
    }

    private static List<Neighbour> neighbours(DocumentNode node) {
        var neighbours = new ArrayList<Neighbour>();
        for (DocumentNode element : node.elements(MAX_NEIGHBOURS)) {
            if (!element.isObjectOf("name", "contact", "url", "boundary")) {
                continue;
            }
            String url =
                    element.get("url")
                            .parsed(
                                    text -> Optional.of(text).filter(Parameters::isWebUrl),
                                    "it must be an absolute http or https URL");
            String boundary = boundary(element.get("boundary"));
            String name = element.get("name").requiredText(200);
            String contact = element.get("contact").text(MAX_TEXT);
            if (element.isSound()) {
                neighbours.add(
                        new Neighbour(
                                name,
                                contact,
                                url,
                                boundary == null ? null : Boundary.ofGeoJson(boundary)));
            }
        }
        return neighbours;
    }

    private static @Nullable WorkingHours workingHours(DocumentNode node) {
        if (node.isAbsent() || !node.isObjectOf("days", "from", "to")) {
            return null;
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        DocumentNode list = node.get("days");
        for (DocumentNode day : list.elements(7)) {
            String word = day.oneOf(DAYS, name -> name, "mon");
            days.add(DayOfWeek.of(Arrays.asList(DAYS).indexOf(word) + 1));
        }
        if (days.isEmpty()) {
            list.problem("must name at least one day of " + String.join(", ", DAYS));
        }
        LocalTime from = time(node.get("from"));
        LocalTime to = time(node.get("to"));
        if (from != null && to != null && !from.isBefore(to)) {
            node.problem("must begin before they end");
        }
        return from == null || to == null ? null : new WorkingHours(days, from, to);
    }

    private static @Nullable LocalTime time(DocumentNode node) {
        if (node.isAbsent()) {
            node.problem("must be given, such as \"08:00\"");
        }
        return node.parsed(
                text -> temporal(() -> LocalTime.parse(text)),
                "it must be a time of day in quotes, such as \"08:00\"");
    }

    private static List<LocalDate> holidays(DocumentNode node) {
        var holidays = new ArrayList<LocalDate>();
        for (DocumentNode element : node.elements(MAX_LIST)) {
            LocalDate day =
                    element.parsed(
                            text ->
                                    temporal(() -> LocalDate.parse(text))
                                            .filter(DocumentReader::isStorable),
                            "it must be a date, such as 2026-12-25");
            if (day != null) {
                holidays.add(day);
            }
        }
        return holidays;
    }

    /** Java knows years that no calendar of a city, and no database, has. */
    private static boolean isStorable(LocalDate day) {
        return day.getYear() >= 1 && day.getYear() <= 9999;
    }

    private static <T> Optional<T> temporal(Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Names by code. */
    private static Map<String, String> agencies(DocumentNode node) {
        var agencies = new HashMap<String, String>();
        for (DocumentNode agency : node.elements(MAX_LIST)) {
            if (agency.isObjectOf("code", "name", "email", DocumentNode.TRANSLATIONS)) {
                agency.checkTranslations("name");
                DocumentNode code = agency.get("code");
                String name = agency.get("name").requiredText(200);
                agency.get("email").text(320);
                String codeText = code.requiredText(200);
                if (agencies.put(codeText, name) != null && !codeText.isEmpty()) {
                    code.problem("is the code of two agencies");
                }
            }
        }
        return agencies;
    }

    private static List<Service> services(DocumentNode root) {
        Map<String, String> agencies = agencies(root.get("agencies"));
        SimilarWithin similar =
                ServiceNode.similar(root.get(ServiceNode.SIMILAR), SimilarWithin.DEFAULT);
        DocumentNode node = root.get("services");
        if (node.isAbsent()) {
            node.problem("must be given, be it as an empty list");
        }
        var codes = new HashSet<String>();
        var services = new ArrayList<Service>();
        for (DocumentNode element : node.elements(MAX_LIST)) {
            Service service = ServiceNode.read(element, agencies, similar);
            if (service != null) {
                services.add(service);
                if (!codes.add(service.serviceCode()) && !service.serviceCode().isEmpty()) {
                    element.get("service_code").problem("is the code of two services");
                }
            }
        }
        return services;
    }

    private static ObjectMapper strict(ObjectMapper mapper) {
        return mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    private static YAMLFactory yaml() {
        var options = new LoaderOptions();
        options.setCodePointLimit(1 << 26);
        return YAMLFactory.builder()
                .loaderOptions(options)
                // yes, no, on and off are keys and names in real catalogs.
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
    }

    /** A document without a problem. */
    record ReadDocument(JurisdictionDocument jurisdiction, List<Service> services) {
        String jurisdictionId() {
            return jurisdiction.jurisdictionId();
        }
    }
}

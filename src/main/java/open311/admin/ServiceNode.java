package open311.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import open311.http.Text;
import open311.jurisdiction.ExpectedWithin;
import open311.service.Attribute;
import open311.service.Datatype;
import open311.service.Service;
import open311.service.ServiceDefinition;
import open311.service.ServiceType;
import open311.service.SimilarWithin;
import open311.service.Terms;
import org.jspecify.annotations.Nullable;

/** Reads one service of a jurisdiction's document. */
final class ServiceNode {
    static final String SIMILAR = "similar";

    private static final int MAX_CODE = 200;
    private static final int MAX_NAME = 500;
    private static final int MAX_TEXT = 4000;
    private static final int MAX_LIST = 1000;

    private ServiceNode() {}

    /**
     * Problems are noted at the node; null when nothing can be made of it.
     *
     * @param agencies names by code
     * @param similar what holds where the service says nothing else
     */
    static @Nullable Service read(
            DocumentNode node, Map<String, String> agencies, SimilarWithin similar) {
        if (!node.isObjectOf(
                "service_code",
                "service_name",
                "description",
                "type",
                "acceptance",
                "public",
                "active",
                "keywords",
                "group",
                "agency",
                "service_notice",
                "expected_within",
                SIMILAR,
                "attributes",
                DocumentNode.TRANSLATIONS)) {
            return null;
        }
        node.checkTranslations(
                "service_name", "description", "keywords", "group", "service_notice");
        String code = code(node.get("service_code"));
        ServiceType type =
                node.get("type")
                        .oneOf(ServiceType.values(), ServiceType::onTheWire, ServiceType.REALTIME);
        var definition = new ServiceDefinition(code, attributes(node.get("attributes")));
        return new Service(
                code,
                node.get("service_name").requiredText(MAX_NAME),
                Objects.requireNonNullElse(node.get("description").text(MAX_TEXT), ""),
                !definition.attributes().isEmpty(),
                type,
                keywords(node.get("keywords")),
                Objects.requireNonNullElse(node.get("group").text(MAX_NAME), ""),
                definition,
                terms(node, type, agencies, similar),
                Map.of());
    }

    /** Each member that is not there is as by default. */
    static SimilarWithin similar(DocumentNode node, SimilarWithin byDefault) {
        if (node.isAbsent() || !node.isObjectOf("within_metres", "within_days")) {
            return byDefault;
        }
        return new SimilarWithin(
                node.get("within_metres").integer(byDefault.metres(), SimilarWithin.MAX_METRES),
                node.get("within_days").integer(byDefault.days(), SimilarWithin.MAX_DAYS));
    }

    private static Terms terms(
            DocumentNode node,
            ServiceType type,
            Map<String, String> agencies,
            SimilarWithin similar) {
        DocumentNode acceptance = node.get("acceptance");
        if (!acceptance.isAbsent() && type != ServiceType.BATCH) {
            acceptance.problem("is for services of the type batch only");
        }
        DocumentNode agency = node.get("agency");
        String agencyCode = agency.text(MAX_CODE);
        if (agencyCode != null && !agencies.containsKey(agencyCode)) {
            agency.problem(
                    "is '" + Text.shortened(agencyCode) + "', which is no code among the agencies");
        }
        return new Terms(
                node.get("public").flag(true),
                node.get("active").flag(true),
                acceptance
                        .oneOf(new String[] {"automatic", "manual"}, word -> word, "automatic")
                        .equals("manual"),
                agencyCode == null ? null : agencies.get(agencyCode),
                node.get("service_notice").text(MAX_TEXT),
                node.get("expected_within")
                        .parsed(
                                ExpectedWithin::parse,
                                "it must be an ISO 8601 duration of weeks, days, hours and minutes, such as P2D or"
                                        + " PT4H"),
                similar(node.get(SIMILAR), similar));
    }

    /** Commas part the codes in a search, and a path swallows segments of dots. */
    private static String code(DocumentNode node) {
        String code = node.requiredText(MAX_CODE);
        if (code.contains(",") || code.contains("\n")) {
            node.problem(
                    "must hold neither a comma nor a line break: codes are listed with commas");
        } else if (code.equals(".") || code.equals("..")) {
            node.problem("must not be '" + code + "', which means another thing in a path");
        }
        return code;
    }

    /** A list, or one text with commas; out go bare commas. */
    private static String keywords(DocumentNode node) {
        Stream<@Nullable String> keywords =
                node.raw().isArray()
                        ? node.elements(MAX_LIST).stream().map(element -> element.text(MAX_NAME))
                        : Stream.of(node.text(MAX_TEXT));
        return keywords.filter(Objects::nonNull)
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(Text::clean)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static List<Attribute> attributes(DocumentNode node) {
        var codes = new HashSet<String>();
        var orders = new HashSet<Integer>();
        var attributes = new ArrayList<Attribute>();
        List<DocumentNode> elements = node.elements(MAX_LIST);
        for (int place = 0; place < elements.size(); place++) {
            DocumentNode element = elements.get(place);
            Attribute attribute = attribute(element, place + 1);
            if (attribute == null) {
                continue;
            }
            if (!codes.add(attribute.code()) && !attribute.code().isEmpty()) {
                element.get("code").problem("is the code of two attributes of this service");
            }
            if (!orders.add(attribute.order())) {
                element.get("order")
                        .problem(
                                "is "
                                        + attribute.order()
                                        + " for two attributes of this service; without it the position counts");
            }
            attributes.add(attribute);
        }
        attributes.sort(Comparator.comparingInt(Attribute::order));
        return attributes;
    }

    private static @Nullable Attribute attribute(DocumentNode node, int position) {
        if (!node.isObjectOf(
                "code",
                "description",
                "datatype",
                "datatype_description",
                "variable",
                "required",
                "order",
                "public",
                "values",
                DocumentNode.TRANSLATIONS)) {
            return null;
        }
        node.checkTranslations("description", "datatype_description");
        DocumentNode code = node.get("code");
        String codeText = code.requiredText(MAX_CODE);
        if (codeText.contains("[") || codeText.contains("]")) {
            code.problem("must not hold brackets: it is sent as attribute[CODE]");
        }
        DocumentNode datatypeNode = node.get("datatype");
        if (datatypeNode.isAbsent()) {
            datatypeNode.problem(
                    "must be one of "
                            + Arrays.stream(Datatype.values())
                                    .map(Datatype::onTheWire)
                                    .collect(Collectors.joining(", ")));
        }
        Datatype datatype =
                datatypeNode.oneOf(Datatype.values(), Datatype::onTheWire, Datatype.STRING);
        boolean variable = node.get("variable").flag(true);
        boolean required = node.get("required").flag(false);
        if (required && !variable) {
            node.get("required").problem("must be false where variable is false: nothing is asked");
        }
        return new Attribute(
                variable,
                codeText,
                datatype,
                required,
                node.get("datatype_description").text(MAX_TEXT),
                node.get("order").positive(position),
                node.get("description").text(MAX_TEXT),
                values(node.get("values"), datatype),
                node.get("public").flag(false));
    }

    private static List<Attribute.Value> values(DocumentNode node, Datatype datatype) {
        var keys = new HashSet<String>();
        var values = new ArrayList<Attribute.Value>();
        for (DocumentNode value : node.elements(MAX_LIST)) {
            if (value.isObjectOf("key", "name", DocumentNode.TRANSLATIONS)) {
                value.checkTranslations("name");
                DocumentNode key = value.get("key");
                String keyText = key.requiredText(MAX_CODE);
                if (!keys.add(keyText) && !keyText.isEmpty()) {
                    key.problem("is the key of two values");
                }
                String name = value.get("name").text(MAX_NAME);
                values.add(new Attribute.Value(keyText, name == null ? keyText : name));
            }
        }
        if (datatype.isList() && values.isEmpty()) {
            node.problem("must list at least one value for the datatype " + datatype.onTheWire());
        } else if (!datatype.isList() && !values.isEmpty()) {
            node.problem("must be left out for the datatype " + datatype.onTheWire());
        }
        return values;
    }
}

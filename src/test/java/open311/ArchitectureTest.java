package open311;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import open311.apikey.RequiresAdmin;
import open311.http.Negotiation;
import open311.http.Wire;
import open311.http.WireType;
import org.junit.jupiter.api.Test;

/** The rules that keep the code findable; each says why it is there. */
class ArchitectureTest {
    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("open311");

    private static final DescribedPredicate<JavaClass> FEATURES =
            resideInAnyPackage("open311..")
                    .and(not(resideInAnyPackage("open311", "open311.http..", "open311.geo..")));

    private static final DescribedPredicate<JavaClass> REPOSITORIES =
            JavaClass.Predicates.assignableTo(PanacheRepositoryBase.class);

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("open311.(*)..").should().beFreeOfCycles());
    }

    @Test
    void httpAndGeoKnowNoFeature() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage("open311.http..", "open311.geo..")
                        .should()
                        .dependOnClassesThat(FEATURES));
    }

    @Test
    void nothingKnowsAdmin() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("open311.admin..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("open311.admin.."));
    }

    /** Documents flushes between the jurisdiction and its services, and takes the lock. */
    @Test
    void onlyEntitiesAndRepositoriesKnowThePersistence() {
        check(
                noClasses()
                        .that()
                        .haveSimpleNameNotEndingWith("Entity")
                        .and(not(REPOSITORIES))
                        .and(not(simpleName("Documents")))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("jakarta.persistence..", "org.hibernate.."));
    }

    @Test
    void entitiesStayInTheirPackage() {
        check(
                classes()
                        .that()
                        .areAnnotatedWith(Entity.class)
                        .should()
                        .bePackagePrivate()
                        .andShould()
                        .haveSimpleNameEndingWith("Entity"));
    }

    @Test
    void resourcesStayInTheirPackage() {
        check(
                classes()
                        .that()
                        .areAnnotatedWith(Path.class)
                        .should()
                        .bePackagePrivate()
                        .andShould()
                        .haveSimpleNameEndingWith("Resource"));
    }

    @Test
    void wireTypesAreRecords() {
        check(classes().that().areAnnotatedWith(WireType.class).should().beRecords());
    }

    @Test
    void entitiesNeverGoOut() {
        check(
                noClasses()
                        .that()
                        .haveSimpleNameEndingWith("Resource")
                        .or()
                        .areAnnotatedWith(WireType.class)
                        .should()
                        .dependOnClassesThat()
                        .areAnnotatedWith(Entity.class));
    }

    /**
     * The framework's policies for paths could be got around three times in 2026 (CVE-2026-39852,
     * -50559, -87743), and this line of it has no fix: methods say who may call them.
     */
    @Test
    void noPathPolicyGuardsAnything() throws IOException {
        String settings =
                Files.readString(
                        java.nio.file.Path.of("src/main/resources/application.properties"));
        assertFalse(settings.contains("quarkus.http.auth.permission"), settings);
    }

    @Test
    void injectionIsByConstructor() {
        check(noFields().should().beAnnotatedWith(Inject.class));
    }

    @Test
    void staticStateIsImmutable() {
        check(fields().that().areStatic().should().beFinal());
    }

    @Test
    void loggingAndTimeAreTheOnesOfTheServer() {
        // But for the start, which can fail before there is a log.
        check(
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName("open311.Server")
                        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
        check(GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                belongToAnyOf(
                                        java.util.Date.class,
                                        java.util.Calendar.class,
                                        java.text.SimpleDateFormat.class)));
    }

    @Test
    void onlyWireKnowsHowXmlIsWritten() {
        check(
                noClasses()
                        .that(not(belongToAnyOf(Wire.class)))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                                "com.fasterxml.jackson.dataformat.xml..",
                                                "com.ctc.wstx..",
                                                "javax.xml..",
                                                "org.codehaus.stax2..")
                                        .and(
                                                not(
                                                        resideInAnyPackage(
                                                                "com.fasterxml.jackson.dataformat.xml.annotation")))));
    }

    @Test
    void everyMethodOfTheOperatorsApiRequiresAnAdminKey() {
        check(
                methods()
                        .that(areHttpMethods())
                        .and()
                        .areDeclaredInClassesThat()
                        .resideInAPackage("open311.admin..")
                        .should()
                        .beAnnotatedWith(RequiresAdmin.class));
        check(
                methods()
                        .that()
                        .areAnnotatedWith(RequiresAdmin.class)
                        .and(areHttpMethods())
                        .should()
                        .beDeclaredInClassesThat()
                        .resideInAPackage("open311.admin.."));
    }

    /** Both ways: what is served is in openapi.yaml, and what is there is served. */
    @Test
    void everyHttpMethodIsInTheContract() throws IOException {
        var served = new TreeSet<String>();
        for (JavaClass type : CODE) {
            for (JavaMethod method : type.getMethods()) {
                verb(method).ifPresent(verb -> served.add(verb + " " + path(type, method)));
            }
        }
        var described = new TreeSet<String>();
        JsonNode paths =
                new YAMLMapper()
                        .readTree(Files.readString(java.nio.file.Path.of("openapi/openapi.yaml")))
                        .get("paths");
        Set<String> verbs = Set.of("get", "put", "post", "delete", "patch", "head", "options");
        paths.properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                member -> {
                                                    if (verbs.contains(member)) {
                                                        described.add(
                                                                member.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey());
                                                    }
                                                }));
        assertFalse(served.isEmpty());
        assertEquals(described, served);
    }

    /** The contract writes the suffix of what is served in both formats. */
    private static String path(JavaClass type, JavaMethod method) {
        String path =
                ("/"
                                + type.getAnnotationOfType(Path.class).value()
                                + "/"
                                + method.tryGetAnnotationOfType(Path.class)
                                        .map(Path::value)
                                        .orElse(""))
                        .replaceAll("/+", "/");
        if (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (path.matches(".*[.][a-z]+")) {
            return path;
        }
        return path.startsWith(Negotiation.ENDPOINT) || path.equals("/discovery")
                ? path + ".{format}"
                : path;
    }

    private static Optional<String> verb(JavaMethod method) {
        return method.getAnnotations().stream()
                .flatMap(
                        annotation ->
                                annotation
                                        .getRawType()
                                        .tryGetAnnotationOfType(HttpMethod.class)
                                        .stream())
                .map(HttpMethod::value)
                .findFirst();
    }

    private static DescribedPredicate<JavaMethod> areHttpMethods() {
        return DescribedPredicate.describe("are HTTP methods", method -> verb(method).isPresent());
    }

    private static void check(ArchRule rule) {
        rule.check(CODE);
    }
}

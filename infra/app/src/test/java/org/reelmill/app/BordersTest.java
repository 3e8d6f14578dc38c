package org.reelmill.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The borders of the design: which module may know which, and where each library may be used.
@AnalyzeClasses(packages = "org.reelmill", importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {

    private static final String[] COMMON = {
        "org.reelmill",
        "org.reelmill.title..",
        "org.reelmill.queue..",
        "org.reelmill.storage..",
        "org.reelmill.hls..",
        "org.reelmill.signing..",
        "org.reelmill.http..",
        "org.reelmill.web..",
        "org.reelmill.health..",
        "org.reelmill.yaml.."
    };

    private static final DescribedPredicate<JavaClass> AN_APP = resideInAnyPackage(
            "org.reelmill.pipeline..", "org.reelmill.worker..", "org.reelmill.serving..", "org.reelmill.edge..");

    @ArchTest
    static final ArchRule commonKnowsNoApp =
            noClasses().that().resideInAnyPackage(COMMON).should().dependOnClassesThat(AN_APP);

    @ArchTest
    static final ArchRule pipelineKnowsNoOtherApp = noClasses()
            .that()
            .resideInAPackage("org.reelmill.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.reelmill.worker..", "org.reelmill.serving..", "org.reelmill.edge..");

    @ArchTest
    static final ArchRule workerKnowsNoOtherApp = noClasses()
            .that()
            .resideInAPackage("org.reelmill.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.reelmill.pipeline..", "org.reelmill.serving..", "org.reelmill.edge..");

    @ArchTest
    static final ArchRule servingKnowsNoOtherApp = noClasses()
            .that()
            .resideInAPackage("org.reelmill.serving..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.reelmill.pipeline..", "org.reelmill.worker..", "org.reelmill.edge..");

    @ArchTest
    static final ArchRule appsKnowNoEmbeddedPart = noClasses()
            .that(AN_APP.or(resideInAnyPackage(COMMON)))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.reelmill.embedded..",
                    "org.reelmill.app..",
                    "org.reelmill.testing..",
                    "org.reelmill.samples.."));

    @ArchTest
    static final ArchRule processesAreStartedInOnePlaceOfEachApp = noClasses()
            .that(AN_APP.or(resideInAnyPackage(COMMON)))
            .and(DescribedPredicate.not(resideInAPackage("org.reelmill.worker.ffmpeg..")))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    @ArchTest
    static final ArchRule theS3SdkStaysInStorage = noClasses()
            .that(AN_APP.or(resideInAnyPackage(COMMON)))
            .and(DescribedPredicate.not(resideInAPackage("org.reelmill.storage..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule amqpStaysInQueue = noClasses()
            .that(AN_APP.or(resideInAnyPackage(COMMON)))
            .and(DescribedPredicate.not(resideInAnyPackage("org.reelmill.queue..", "org.reelmill")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.rabbitmq..", "org.springframework.amqp.rabbit..");

    @ArchTest
    static final ArchRule yamlIsReadInOnePlace = noClasses()
            .that(AN_APP.or(resideInAnyPackage(COMMON)))
            .and(DescribedPredicate.not(resideInAPackage("org.reelmill.yaml..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule htmlIsParsedInTheCatalogOnly = noClasses()
            .that()
            .resideOutsideOfPackage("org.reelmill.pipeline.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jsoup..", "org.htmlunit..");

    @ArchTest
    static final ArchRule packagesAreNamedAfterFeatures = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..",
                    "..utils..",
                    "..helper..",
                    "..service..",
                    "..model..",
                    "..impl..",
                    "..dto..",
                    "..config..");

    @ArchTest
    static final ArchRule noClassIsNamedAfterALayer = classes()
            .that()
            .resideInAPackage("org.reelmill..")
            .should()
            .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl|Dto|ServiceImpl|Processor)$");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("org.reelmill.(*).(*)..").should().beFreeOfCycles();
}

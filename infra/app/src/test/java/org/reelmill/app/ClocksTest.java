package org.reelmill.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;

/// Leases and claims are kept and expired without a look at any machine's clock, so none needs to be right.
@AnalyzeClasses(
        packages = {"org.reelmill.title", "org.reelmill.worker", "org.reelmill.pipeline"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ClocksTest {

    private static final Set<String> HOLDERS_OF_LEASES = Set.of(
            "org.reelmill.title.Tasks",
            "org.reelmill.title.Task",
            "org.reelmill.worker.task.Lease",
            "org.reelmill.worker.task.TaskTaker",
            "org.reelmill.worker.source.PartLedger",
            "org.reelmill.worker.source.ClaimWatch",
            "org.reelmill.pipeline.reconcile.LeaseWatch",
            "org.reelmill.pipeline.reconcile.TicketSweep");

    @ArchTest
    static final ArchRule leasesKnowNoClock = noClasses()
            .that(DescribedPredicate.describe(
                    "hold or expire leases", (JavaClass type) -> HOLDERS_OF_LEASES.contains(outermost(type))))
            .should()
            .callMethodWhere(DescribedPredicate.describe("reads a clock", ClocksTest::readsAClock));

    private static boolean readsAClock(JavaMethodCall call) {
        var owner = call.getTargetOwner();
        return call.getName().equals("currentTimeMillis")
                || (owner.isEquivalentTo(Instant.class) && call.getName().equals("now"))
                || owner.isAssignableTo(InstantSource.class)
                || owner.isAssignableTo(Clock.class)
                || owner.isAssignableTo(Date.class);
    }

    private static String outermost(JavaClass type) {
        return type.getName().split("\\$", 2)[0];
    }
}

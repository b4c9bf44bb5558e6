package dev.upcall.tests;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies run one way: between modules, and between the layers of the compiler. */
@AnalyzeClasses(packages = "dev.upcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule modules =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("core")
          .definedBy("dev.upcall.core..")
          .layer("compiler")
          .definedBy("dev.upcall.compiler..")
          .layer("host")
          .definedBy("dev.upcall.host..")
          .layer("cli")
          .definedBy("dev.upcall.cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("host")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("compiler")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("core")
          .mayOnlyBeAccessedByLayers("compiler", "host", "cli");

  /** A stage of the compiler sees only what lies under it. */
  @ArchTest
  static final ArchRule compilerLayers =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("ground")
          .definedBy("dev.upcall.compiler.ir..", "dev.upcall.compiler.board..")
          .layer("front")
          .definedBy(
              "dev.upcall.compiler.onnx..",
              "dev.upcall.compiler.pass..",
              "dev.upcall.compiler.floats..",
              "dev.upcall.compiler.decision..")
          .layer("quant")
          .definedBy("dev.upcall.compiler.quant..")
          .layer("reference")
          .definedBy("dev.upcall.compiler.reference..")
          .layer("kernel")
          .definedBy("dev.upcall.compiler.kernel..")
          .layer("plan")
          .definedBy("dev.upcall.compiler.plan..")
          .layer("emit")
          .definedBy("dev.upcall.compiler.emit..")
          .layer("outside")
          .definedBy("dev.upcall.compiler.tool..", "dev.upcall.compiler.report..")
          .layer("facade")
          .definedBy("dev.upcall.compiler")
          .withOptionalLayers(true)
          .whereLayer("facade")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("outside")
          .mayOnlyBeAccessedByLayers("facade", "emit")
          .whereLayer("emit")
          .mayOnlyBeAccessedByLayers("facade", "outside")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("emit", "outside", "facade")
          .whereLayer("kernel")
          .mayOnlyBeAccessedByLayers("plan", "emit", "outside", "facade");

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.upcall.(*)..").should().beFreeOfCycles();
}

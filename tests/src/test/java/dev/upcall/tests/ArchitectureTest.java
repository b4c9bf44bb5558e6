package dev.upcall.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Dependencies run one way: between modules, between the layers of the compiler, between packages;
 * and each library is known to one package. docs/design.md says where that differs from the plan.
 */
@AnalyzeClasses(
    packages = "dev.upcall",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
class ArchitectureTest {
  /**
   * Other modules' test classes are folders while tests are run alone, and jars in a whole build.
   */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  /** Compiler and host know nothing of each other: what they share is in core. */
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

  /**
   * A stage of the compiler sees only what lies under it. The reference interpreter stands above
   * quant, whose fixed-point numbers and scalings it computes with; so do the analysis of ranges
   * and the import of TFLite, which gives graphs that are quantised.
   */
  @ArchTest
  static final ArchRule compilerLayers =
      compilerLayers(
          List.of("ir", "board"),
          List.of("onnx", "floats", "pass", "decision"),
          List.of("quant"),
          List.of("reference", "range", "tflite"),
          List.of("kernel"),
          List.of("plan"),
          List.of("emit"),
          List.of("tool", "report", "export"));

  @ArchTest
  static final ArchRule noCyclesBetweenModules =
      slices().matching("dev.upcall.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("dev.upcall.*.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule templates = onlyIn("freemarker..", "dev.upcall.compiler.emit");

  @ArchTest
  static final ArchRule javaSources =
      onlyIn("com.github.javaparser..", "dev.upcall.compiler.decision");

  @ArchTest
  static final ArchRule protobuf =
      onlyIn(
          "com.google.protobuf..",
          "dev.upcall.core.onnx",
          "dev.upcall.compiler.onnx",
          "dev.upcall.host.serving..");

  @ArchTest static final ArchRule grpc = onlyIn("io.grpc..", "dev.upcall.host.serving");

  @ArchTest static final ArchRule yaml = onlyIn("org.yaml..", "dev.upcall.core.yaml");

  @ArchTest
  static final ArchRule onnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.upcall.host.member", "dev.upcall.cli.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..");

  /** Benchmarks compare with what has nothing of ours around it; so above. */
  @ArchTest
  static final ArchRule brokersAndPorts =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.upcall.host.transport", "dev.upcall.cli.bench.gateway")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.paho..", "org.apache.activemq..", "com.fazecast..");

  @ArchTest static final ArchRule databases = onlyIn("java.sql..", "dev.upcall.host.harvest");

  @ArchTest
  static final ArchRule metrics =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.upcall.host.metrics")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..");

  @ArchTest static final ArchRule http = onlyIn("org.eclipse.jetty..", "dev.upcall.host.web");

  @ArchTest
  static final ArchRule commandLine = onlyIn("org.apache.commons.cli..", "dev.upcall.cli..");

  /** What was started is ended: one class starts programs and keeps count of them. */
  @ArchTest
  static final ArchRule outsidePrograms =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.upcall.compiler.tool")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class);

  /** What protoc writes is not ours to judge. */
  @ArchTest
  static final ArchRule noStaticState =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages("dev.upcall.core.onnx", "dev.upcall.host.serving.proto")
          .should()
          .beFinal();

  /** Layers of packages of the compiler, lowest first, below the facade; no package is in none. */
  @SafeVarargs
  private static ArchRule compilerLayers(List<String>... lowestFirst) {
    Map<String, String[]> layers = new LinkedHashMap<>();
    for (List<String> packages : lowestFirst) {
      layers.put(
          String.join(", ", packages),
          packages.stream().map(p -> "dev.upcall.compiler." + p + "..").toArray(String[]::new));
    }
    layers.put("facade", new String[] {"dev.upcall.compiler"});
    LayeredArchitecture rule =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (Map.Entry<String, String[]> layer : layers.entrySet()) {
      rule = rule.layer(layer.getKey()).definedBy(layer.getValue());
    }
    List<String> names = List.copyOf(layers.keySet());
    for (int i = 0; i < names.size() - 1; i++) {
      String[] above = names.subList(i + 1, names.size()).toArray(String[]::new);
      rule = rule.whereLayer(names.get(i)).mayOnlyBeAccessedByLayers(above);
    }
    return rule.whereLayer("facade")
        .mayNotBeAccessedByAnyLayer()
        .ensureAllClassesAreContainedInArchitectureIgnoring(
            not(resideInAPackage("dev.upcall.compiler..")));
  }

  private static ArchRule onlyIn(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}

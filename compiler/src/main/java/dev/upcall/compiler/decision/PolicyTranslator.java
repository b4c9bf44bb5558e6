package dev.upcall.compiler.decision;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.decision.Verdict;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Translates a decision policy from Java to C: read ► check and lower ► print. The Java class and
 * the C function take the same verdict on every input; what cannot be promised is refused, with
 * file, line, column and remedy.
 */
public final class PolicyTranslator {
  private static final String SUPPORT = "/upcall/templates/decision/upcall_java.h";
  private static final int MAX_PROBLEMS = 50;

  private final SourceClass scores = library(SourceClass.Role.SCORES, "Scores");
  private final SourceClass answer = library(SourceClass.Role.ANSWER, "Answer");
  private final MethodDeclaration standard = priced();
  private final SourceClass input = library(SourceClass.Role.INPUT, "Input");
  private final SourceClass math = library(SourceClass.Role.MATH, "PolicyMath");

  /**
   * Checks a policy against the subset.
   *
   * @return its parameters, in the order of the source
   * @throws UpcallException UP24xx, all problems at once
   */
  public List<PolicyParameter> check(PolicySource source) {
    List<PolicyParameter> all = new ArrayList<>(lower(source).parameters());
    source
        .of()
        .ifPresent(
            inner -> check(inner).forEach(p -> all.add(p.named(Wrapped.NAME + "." + p.name()))));
    return List.copyOf(all);
  }

  /** The parameters of the policy itself; whatever wraps another has one to wrap. */
  List<PolicyParameter> own(PolicySource source, boolean gate) {
    PolicyProgram program = kind(source, gate);
    WrappedPolicy.check(source, program.wraps());
    return program.parameters();
  }

  /**
   * Translates a policy.
   *
   * @param given values of its parameters; those with a standard value may be left out
   * @throws UpcallException UP24xx for the source as {@link #check}, UP2413 to UP2415 for the
   *     values
   */
  public CPolicy translate(PolicySource source, Map<String, Double> given, PolicyPlace place) {
    PolicyProgram lowered = kind(source, false);
    WrappedPolicy.check(source, lowered.wraps());
    PolicyProgram general = place.inner() ? lowered : lowered.alone();
    PolicyValues values =
        PolicyValues.check(
                source.name(),
                general.parameters(),
                WrappedPolicy.outer(source, given),
                place.classes())
            .pushing(PushedNames.find(source, general.parameters(), place.pushed()));
    PolicyProgram program =
        place.scores().map(stage -> Specializer.apply(general, values, stage)).orElse(general);
    Optional<CPolicy> of =
        source.of().map(inner -> translate(inner, WrappedPolicy.inner(given), place.ofInner()));
    return new CPolicy(
        place.cName(),
        CEntries.header(program, place),
        CPrinter.source(program, values, place),
        support(),
        program.isStateful(),
        CPushed.count(values) + of.map(CPolicy::pushed).orElse(0),
        place.last() ? behindLastStage(program.verdicts()) : program.verdicts(),
        of);
  }

  /**
   * Translates a policy on the input: {@code <cName>_decide(const upcall_sample_t *)}.
   *
   * @param given values of its parameters; those with a standard value may be left out
   * @throws UpcallException as {@link #translate}; UP2402 where it is a policy behind a stage
   */
  public CPolicy translateGate(PolicySource source, Map<String, Double> given, String cName) {
    PolicyProgram program = kind(source, true);
    PolicyPlace place = PolicyPlace.anywhere(cName);
    PolicyValues values =
        PolicyValues.check(source.name(), program.parameters(), given, place.classes());
    return new CPolicy(
        cName,
        CEntries.header(program, place),
        CPrinter.source(program, values, place),
        support(),
        program.isStateful(),
        0,
        program.verdicts(),
        Optional.empty());
  }

  private static Set<Verdict> behindLastStage(Set<Verdict> said) {
    return said.stream().map(Verdict::behindLastStage).collect(Collectors.toSet());
  }

  /**
   * Whether a source is a policy on the input.
   *
   * @throws UpcallException UP24xx as {@link #check}
   */
  public boolean isGate(PolicySource source) {
    return lower(source).gate();
  }

  /** The program, which has to be one on the input, or one behind a stage. */
  private PolicyProgram kind(PolicySource source, boolean gate) {
    PolicyProgram program = lower(source);
    if (program.gate() != gate) {
      throw Diagnostic.of(PolicyCode.SHAPE, source.name())
          .at("%s", source.file())
          .found("a class that implements %s", gate ? "Policy" : "InputPolicy")
          .need(
              gate
                  ? "InputPolicy, with decide(Input), before the first stage"
                  : "Policy, with decide(Scores), behind a stage")
          .toException();
    }
    return program;
  }

  private PolicyProgram lower(PolicySource source) {
    List<Diagnostic> problems = new ArrayList<>();
    try {
      PolicyProgram program = lower(source, problems);
      if (problems.isEmpty()) {
        return program;
      }
    } catch (UpcallException e) {
      problems.addAll(e.diagnostics());
    } catch (StackOverflowError e) {
      // Parser and lowering recurse as deep as the source nests; nothing of theirs is kept.
      problems.clear();
      problems.add(
          Diagnostic.of(PolicyCode.TOO_LARGE, source.name())
              .at("%s", source.file())
              .found("expressions or blocks nested too deeply")
              .fix("split them into local variables and methods"));
    }
    throw new UpcallException(problems.stream().distinct().limit(MAX_PROBLEMS).toList());
  }

  private PolicyProgram lower(PolicySource source, List<Diagnostic> problems) {
    CompilationUnit unit = SourceParser.parse(source);
    SourceClass policy = new ClassReader(source, problems).read(unit);
    Map<String, PolicyParameter> parameters = new LinkedHashMap<>();
    new ParameterReader(policy, problems).read().forEach(p -> parameters.put(p.name(), p));
    Lowering lowering = new Lowering(policy, scores, answer, input, math, parameters, problems);
    List<PolicyState> states = new StateReader(policy, lowering, problems).read();
    lowering.declare(states);
    if (!problems.isEmpty()) {
      throw new UpcallException(problems.stream().toList());
    }
    Function decide = null;
    Optional<Function> priced = Optional.empty();
    Optional<Function> feedback = Optional.empty();
    // Every method is checked; those that nothing reaches are not printed.
    for (MethodDeclaration method : policy.declaration().getMethods()) {
      Function function = lowering.function(policy, method, policy, method);
      if (ClassReader.isDecide(method, policy)) {
        decide = function;
      } else if (ClassReader.isPriced(method)) {
        priced = Optional.of(function);
      } else if (ClassReader.isFeedback(method)) {
        feedback = Optional.of(function);
      }
    }
    // Else the interface's own, about this policy's decide.
    if (priced.isEmpty() && !policy.isGate()) {
      priced = Optional.of(lowering.function(policy, standard, policy, standard));
    }
    return new PolicyProgram(
        policy.name(),
        List.copyOf(parameters.values()),
        List.copyOf(policy.records().values()),
        states,
        lowering.order(),
        decide,
        priced,
        feedback,
        policy.wraps(),
        policy.isGate());
  }

  /** {@code Policy}'s default method that takes a price. */
  private static MethodDeclaration priced() {
    return SourceParser.parse(PolicySource.library("Policy")).getType(0).getMethods().stream()
        .filter(ClassReader::isPriced)
        .findFirst()
        .orElseThrow();
  }

  private static SourceClass library(SourceClass.Role role, String name) {
    PolicySource source = PolicySource.library(name);
    TypeDeclaration<?> type = SourceParser.parse(source).getType(0);
    return new SourceClass(role, source.file(), type);
  }

  private static String support() {
    try (InputStream in = PolicyTranslator.class.getResourceAsStream(SUPPORT)) {
      if (in == null) {
        throw new IllegalStateException("the templates' jar lacks upcall_java.h");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the templates' jar cannot be read", e);
    }
  }
}

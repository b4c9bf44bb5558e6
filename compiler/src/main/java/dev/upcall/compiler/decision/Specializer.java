package dev.upcall.compiler.decision;

import dev.upcall.compiler.decision.PolicyPlace.StageScores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what is known of a stage's scores into a program: their number and quantisation become
 * constants, and exponentials a table where their temperature is one constant. Verdicts stay what
 * they are; functions that nothing calls any more are left out.
 */
final class Specializer {
  private final StageScores stage;
  private final ConstantArguments constants;
  private final Map<Function, Function> written = new HashMap<>();

  private Specializer(StageScores stage, ConstantArguments constants) {
    this.stage = stage;
    this.constants = constants;
  }

  static PolicyProgram apply(PolicyProgram program, PolicyValues parameters, StageScores stage) {
    Specializer specializer =
        new Specializer(stage, new ConstantArguments(program.functions(), parameters));
    program.functions().forEach(f -> specializer.written.put(f, specializer.function(f)));
    return program.with(specializer.written::get);
  }

  private Function function(Function function) {
    Optional<List<Step>> table = table(function);
    return function.with(table.orElseGet(() -> steps(function.body())));
  }

  /** The body of {@code Scores.counts(distance, temperature)} as a table of the distance. */
  private Optional<List<Step>> table(Function function) {
    if (!function.origin().equals(ExponentialTable.ORIGIN)) {
      return Optional.empty();
    }
    List<Variable> arguments = function.arguments();
    Variable distance = arguments.get(arguments.size() - 2);
    return constants
        .of(arguments.get(arguments.size() - 1))
        .flatMap(temperature -> table(temperature))
        .map(
            counts ->
                List.of(
                    new Step.ReturnElement(
                        counts, new Term.Unary(Operator.NEGATE, new Term.Local(distance)))));
  }

  private Optional<List<Integer>> table(float temperature) {
    return stage.quantisation().map(q -> ExponentialTable.of(stage.classes(), q, temperature));
  }

  private List<Step> steps(List<Step> steps) {
    List<Step> all = new ArrayList<>();
    steps.forEach(step -> all.add(step(step)));
    return all;
  }

  private Step step(Step step) {
    if (step instanceof Step.Declare declare) {
      return declare(declare);
    }
    if (step instanceof Step.Assign assign) {
      return assign(assign);
    }
    if (step instanceof Step.AssignState assign) {
      return new Step.AssignState(
          assign.state(), assign.index().map(this::term), term(assign.value()));
    }
    if (step instanceof Step.Run run) {
      return new Step.Run(term(run.call()));
    }
    if (step instanceof Step.Return r) {
      return new Step.Return(term(r.value()));
    }
    if (step instanceof Step.Block block) {
      return new Step.Block(steps(block.steps()));
    }
    if (step instanceof Step.If branch) {
      return new Step.If(term(branch.condition()), steps(branch.yes()), steps(branch.no()));
    }
    if (step instanceof Step.For loop) {
      return new Step.For(
          declare(loop.start()), term(loop.condition()), assign(loop.step()), steps(loop.body()));
    }
    return step;
  }

  private Step.Declare declare(Step.Declare declare) {
    return new Step.Declare(declare.variable(), term(declare.value()));
  }

  private Step.Assign assign(Step.Assign assign) {
    return new Step.Assign(assign.variable(), term(assign.value()));
  }

  private Term term(Term term) {
    if (term instanceof Term.OfScores of) {
      return known(of.field()).orElseGet(() -> new Term.OfScores(term(of.scores()), of.field()));
    }
    if (term instanceof Term.OfAnswer of) {
      return new Term.OfAnswer(term(of.answer()), of.field());
    }
    if (term instanceof Term.ParameterElement element) {
      return new Term.ParameterElement(element.parameter(), term(element.index()));
    }
    if (term instanceof Term.StateElement element) {
      return new Term.StateElement(element.state(), term(element.index()));
    }
    if (term instanceof Term.Logit logit) {
      return new Term.Logit(term(logit.scores()), term(logit.index()));
    }
    if (term instanceof Term.Make make) {
      return new Term.Make(make.type(), terms(make.values()));
    }
    if (term instanceof Term.OfRecord of) {
      return new Term.OfRecord(term(of.of()), of.index());
    }
    if (term instanceof Term.Unary unary) {
      return new Term.Unary(unary.operator(), term(unary.operand()));
    }
    if (term instanceof Term.Binary binary) {
      return new Term.Binary(binary.operator(), term(binary.left()), term(binary.right()));
    }
    if (term instanceof Term.Conditional choice) {
      return new Term.Conditional(term(choice.condition()), term(choice.yes()), term(choice.no()));
    }
    if (term instanceof Term.Cast cast) {
      return new Term.Cast(cast.type(), term(cast.operand()));
    }
    if (term instanceof Term.Call call) {
      return new Term.Call(written.get(call.function()), terms(call.arguments()));
    }
    if (term instanceof Term.IntrinsicCall call) {
      return new Term.IntrinsicCall(call.intrinsic(), terms(call.arguments()));
    }
    return term;
  }

  /** What has one value in all scores of the stage. */
  private Optional<Term> known(Term.ScoresField field) {
    return switch (field) {
      case COUNT -> Optional.of(new Term.IntConstant(stage.classes()));
      case SCALE -> stage.quantisation().map(q -> new Term.FloatConstant(q.scale()));
      case ZERO_POINT -> stage.quantisation().map(q -> new Term.IntConstant(q.zeroPoint()));
      default -> Optional.empty();
    };
  }

  private List<Term> terms(List<Term> terms) {
    return terms.stream().map(this::term).toList();
  }
}

package dev.upcall.compiler.decision;

import java.util.List;
import java.util.stream.Collectors;

/** Prints a checked policy as one C file and its header. */
final class CPrinter {
  private static final String INDENT = "    ";
  private static final int MAX_LINE = 100;
  private final TermPrinter terms = new TermPrinter();
  private final StringBuilder out = new StringBuilder();
  private final PolicyPlace place;

  private CPrinter(PolicyPlace place) {
    this.place = place;
  }

  /**
   * The C file.
   *
   * @param values of the parameters
   */
  static String source(PolicyProgram program, PolicyValues values, PolicyPlace place) {
    return new CPrinter(place).print(program, values);
  }

  private String print(PolicyProgram program, PolicyValues values) {
    out.append(CEntries.includes(program, place));
    program.records().forEach(this::struct);
    List<PolicyParameter> read =
        program.parameters().stream()
            .filter(
                p ->
                    values.pushed().contains(p)
                        || program.functions().stream()
                            .anyMatch(f -> new Uses(f).parameters().contains(p)))
            .toList();
    out.append(read.isEmpty() ? "" : "\n");
    read.forEach(p -> parameter(p, values.all().get(p.name()), values.pushed().contains(p)));
    if (!program.states().isEmpty()) {
      out.append(CStatePrinter.declaration(program.states()));
    }
    program.functions().forEach(this::function);
    out.append(CEntries.of(program, place));
    out.append(CPushed.functions(values, place));
    return out.toString();
  }

  private void struct(Type type) {
    out.append("\ntypedef struct {\n");
    type.components()
        .forEach(c -> line(1, c.type().declarator() + CIdentifiers.member(c.name()) + ";"));
    line(0, "} " + type.declarator().strip() + ";");
  }

  private void parameter(PolicyParameter parameter, List<Number> values, boolean pushed) {
    String name = CIdentifiers.parameter(parameter.name());
    String type = (pushed ? "static " : "static const ") + parameter.type().declarator();
    if (!parameter.array()) {
      line(0, type + name + " = " + literal(parameter, values.get(0)) + ";");
      return;
    }
    line(0, type + name + "[] = {");
    list(values.stream().map(value -> literal(parameter, value)).toList(), 1);
    line(0, "};");
  }

  private static String literal(PolicyParameter parameter, Number value) {
    return parameter.integer()
        ? TermPrinter.integer(value.intValue())
        : TermPrinter.floating(value.floatValue());
  }

  private void function(Function function) {
    Uses uses = new Uses(function);
    String arguments =
        function.arguments().stream()
            .map(v -> v.type().declarator() + v.cName())
            .collect(Collectors.joining(", "));
    out.append("\n/* ").append(function.origin()).append(" */\n");
    out.append("static ").append(function.type().declarator()).append(function.cName());
    out.append("(").append(arguments.isEmpty() ? "void" : arguments).append(")\n{\n");
    if (function.body().get(0) instanceof Step.Forward forward) {
      line(1, forward(function, forward));
    } else {
      function.arguments().stream()
          .filter(v -> !uses.reads(v))
          .forEach(v -> line(1, "(void)" + v.cName() + ";"));
      steps(function.body(), 1, uses);
    }
    out.append("}\n");
  }

  private String forward(Function function, Step.Forward forward) {
    String arguments =
        function.arguments().stream().map(Variable::cName).collect(Collectors.joining(", "));
    String call = place.ofInner().cName() + forward.suffix() + "(" + arguments + ");";
    return function.type() == Type.VOID ? call : "return " + call;
  }

  private void steps(List<Step> steps, int depth, Uses uses) {
    steps.forEach(step -> step(step, depth, uses));
  }

  private void step(Step step, int depth, Uses uses) {
    if (step instanceof Step.Declare declare) {
      line(depth, declaration(declare) + ";");
      if (!uses.reads(declare.variable())) {
        line(depth, "(void)" + declare.variable().cName() + ";");
      }
    } else if (step instanceof Step.Assign assign) {
      line(depth, assign.variable().cName() + " = " + terms.print(assign.value()) + ";");
    } else if (step instanceof Step.AssignState assign) {
      assign(assign, depth);
    } else if (step instanceof Step.Run run) {
      String unused = run.call().type() == Type.VOID ? "" : "(void)";
      line(depth, unused + terms.print(run.call()) + ";");
    } else if (step instanceof Step.Leave) {
      line(depth, "return;");
    } else if (step instanceof Step.Return r) {
      returned(r.value(), depth);
    } else if (step instanceof Step.ReturnElement element) {
      element(element, depth);
    } else if (step instanceof Step.Break) {
      line(depth, "break;");
    } else if (step instanceof Step.Continue) {
      line(depth, "continue;");
    } else if (step instanceof Step.Block block) {
      line(depth, "{");
      steps(block.steps(), depth + 1, uses);
      line(depth, "}");
    } else if (step instanceof Step.If branch) {
      line(depth, "if (" + terms.print(branch.condition()) + ") {");
      steps(branch.yes(), depth + 1, uses);
      if (!branch.no().isEmpty()) {
        line(depth, "} else {");
        steps(branch.no(), depth + 1, uses);
      }
      line(depth, "}");
    } else if (step instanceof Step.For loop) {
      String head = declaration(loop.start()) + "; " + terms.print(loop.condition()) + "; ";
      line(depth, "for (" + head + advance(loop.step()) + ") {");
      steps(loop.body(), depth + 1, uses);
      line(depth, "}");
    }
  }

  private void assign(Step.AssignState assign, int depth) {
    PolicyState state = assign.state();
    String value = terms.print(assign.value());
    // The bounds have been proved, so the narrow type holds the value.
    boolean narrow = state.integer() && !state.cType().equals("int32_t");
    String stored = narrow ? "(" + state.cType() + ")(" + value + ")" : value;
    line(depth, terms.state(state, assign.index()) + " = " + stored + ";");
  }

  /** Literals in lines, each with a comma. */
  private void list(List<String> literals, int depth) {
    StringBuilder values = new StringBuilder();
    for (String literal : literals) {
      String text = literal + ",";
      if (INDENT.length() * depth + values.length() + 1 + text.length() > MAX_LINE) {
        line(depth, values.toString());
        values.setLength(0);
      }
      values.append(values.isEmpty() ? "" : " ").append(text);
    }
    line(depth, values.toString());
  }

  private void element(Step.ReturnElement element, int depth) {
    line(depth, "static const int32_t table[] = {");
    list(element.table().stream().map(TermPrinter::integer).toList(), depth + 1);
    line(depth, "};");
    line(depth, "uint32_t index = (uint32_t)" + terms.operand(element.index()) + ";");
    line(depth, "return index < " + element.table().size() + "u ? table[index] : 0;");
  }

  private void returned(Term value, int depth) {
    String text = "return " + terms.print(value) + ";";
    if (INDENT.length() * depth + text.length() <= MAX_LINE
        || !(value instanceof Term.Conditional choice)) {
      line(depth, text);
      return;
    }
    line(depth, "return " + terms.operand(choice.condition()));
    line(depth + 1, "? " + terms.operand(choice.yes()));
    line(depth + 1, ": " + terms.operand(choice.no()) + ";");
  }

  private String declaration(Step.Declare declare) {
    Variable v = declare.variable();
    return v.type().declarator() + v.cName() + " = " + terms.print(declare.value());
  }

  /** A counter's step: its ends are bounded, so plain C does not overflow. */
  private static String advance(Step.Assign step) {
    Term.Binary update = (Term.Binary) step.value();
    String name = step.variable().cName();
    int size = ((Term.IntConstant) update.right()).value();
    String sign = update.operator().symbol();
    return size == 1 ? name + sign + sign : name + " " + sign + "= " + size;
  }

  private void line(int depth, String text) {
    out.append(INDENT.repeat(depth)).append(text).append("\n");
  }
}

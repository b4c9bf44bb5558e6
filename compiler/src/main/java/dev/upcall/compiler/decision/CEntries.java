package dev.upcall.compiler.decision;

import dev.upcall.core.decision.Verdict;
import java.util.Locale;

/** The functions by which a policy is called from outside its C file, and what declares them. */
final class CEntries {
  private static final String NOTICE =
      """
      /*
       * The decision policy %s, translated from Java by Upcall.
       * Takes the same verdict as the Java on every input; compile with -ffp-contract=off.
       *
       * SPDX-License-Identifier: 0BSD
       */
      """;

  private CEntries() {}

  static String header(PolicyProgram program, PolicyPlace place) {
    String guard = place.cName().toUpperCase(Locale.ROOT) + "_H";
    StringBuilder text = new StringBuilder(NOTICE.formatted(program.name()));
    text.append("#ifndef %1$s\n#define %1$s\n\n".formatted(guard));
    text.append("#include \"upcall_ladder.h\"\n\n");
    text.append(decide(program, place)).append(";\n");
    if (place.inner()) {
      text.append("\n/* The same where not accepting costs more. */\n");
      text.append(priced(place)).append(";\n");
    }
    if (remembers(program, place)) {
      text.append("\n/* Forgets everything; before all else. */\n");
      text.append(init(place)).append(";\n");
      if (!program.gate()) {
        text.append("\n/* Learns from what the host answered. */\n");
        text.append(feedback(place)).append(";\n");
      }
    }
    text.append(CPushed.declarations(place));
    return text.append("\n#endif\n").toString();
  }

  static String includes(PolicyProgram program, PolicyPlace place) {
    return NOTICE.formatted(program.name())
        + "#include \"%s.h\"\n\n#include \"upcall_java.h\"\n".formatted(place.cName())
        + (program.wraps() ? "#include \"%s.h\"\n".formatted(place.ofInner().cName()) : "");
  }

  static String of(PolicyProgram program, PolicyPlace place) {
    StringBuilder text = new StringBuilder();
    boolean turns = place.last() && program.verdicts().contains(Verdict.CONTINUE);
    String seen = program.gate() ? "(input);" : "(scores);";
    says(text, decide(program, place), program.decide().cName() + seen, turns);
    program
        .priced()
        .ifPresent(priced -> says(text, priced(place), priced.cName() + "(scores, price);", turns));
    if (remembers(program, place)) {
      text.append("\n").append(init(place)).append("\n{\n");
      text.append(CStatePrinter.init(program.states()));
      text.append(program.wraps() ? "    " + place.ofInner().cName() + "_init();\n" : "");
      text.append("}\n");
      if (program.gate()) {
        return text.toString();
      }
      String learn = program.feedback().map(f -> f.cName() + "(answer);").orElse("(void)answer;");
      function(text, feedback(place), learn);
    }
    return text.toString();
  }

  private static void says(StringBuilder text, String head, String verdict, boolean turns) {
    if (!turns) {
      function(text, head, "return " + verdict);
      return;
    }
    text.append("\n").append(head).append("\n{\n");
    text.append("    upcall_verdict_t verdict = ").append(verdict).append("\n");
    text.append("    /* The next stage of the ladder is the tier above. */\n");
    text.append("    return verdict == UPCALL_CONTINUE ? UPCALL_UPCALL : verdict;\n}\n");
  }

  private static void function(StringBuilder text, String head, String statement) {
    text.append("\n").append(head).append("\n{\n    ").append(statement).append("\n}\n");
  }

  /** A policy that wraps another calls all of its functions, whether there is work for them. */
  private static boolean remembers(PolicyProgram program, PolicyPlace place) {
    return program.isStateful() || place.inner();
  }

  private static String decide(PolicyProgram program, PolicyPlace place) {
    String seen = program.gate() ? "upcall_sample_t *input" : "upcall_scores_t *scores";
    return "upcall_verdict_t " + place.cName() + "_decide(const " + seen + ")";
  }

  private static String priced(PolicyPlace place) {
    return "upcall_verdict_t "
        + place.cName()
        + "_decide_priced(const upcall_scores_t *scores, float price)";
  }

  private static String init(PolicyPlace place) {
    return "void " + place.cName() + "_init(void)";
  }

  private static String feedback(PolicyPlace place) {
    return "void " + place.cName() + "_feedback(const upcall_answer_t *answer)";
  }
}

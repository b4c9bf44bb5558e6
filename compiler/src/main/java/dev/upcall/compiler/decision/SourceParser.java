package dev.upcall.compiler.decision;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.Problem;
import com.github.javaparser.ast.CompilationUnit;
import dev.upcall.core.decision.PolicyCode;
import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;

/** Text to syntax tree: Java 17, every syntax error with its place. */
final class SourceParser {
  private SourceParser() {}

  static CompilationUnit parse(PolicySource source) {
    ParserConfiguration configuration =
        new ParserConfiguration()
            .setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17)
            // As javac does: otherwise a comment could hide code from us that javac sees.
            .setPreprocessUnicodeEscapes(true)
            .setAttributeComments(false);
    ParseResult<CompilationUnit> result = new JavaParser(configuration).parse(source.text());
    if (!result.isSuccessful() || result.getResult().isEmpty()) {
      List<Diagnostic> problems =
          result.getProblems().stream().limit(10).map(p -> diagnostic(source, p)).toList();
      throw new UpcallException(
          problems.isEmpty()
              ? List.of(Diagnostic.of(PolicyCode.SYNTAX, source.file()).at("%s", source.file()))
              : problems);
    }
    return result.getResult().get();
  }

  private static Diagnostic diagnostic(PolicySource source, Problem problem) {
    String place =
        problem
            .getLocation()
            .flatMap(location -> location.getBegin().getRange())
            .map(range -> ":" + range.begin.line + ":" + range.begin.column)
            .orElse("");
    // The parser lists every token it would have taken: the first line says what it met.
    String message =
        problem.getMessage().lines().findFirst().orElse("").replace("Parse error. ", "");
    return Diagnostic.of(PolicyCode.SYNTAX, source.file())
        .at("%s%s", source.file(), place)
        .found("%s", message);
  }
}

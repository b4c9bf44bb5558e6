package dev.upcall.core.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.Diagnostic;
import dev.upcall.core.diagnostic.Diagnostics;
import dev.upcall.core.diagnostic.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
  @TempDir Path folder;

  private void use(String text, Consumer<YamlMap> consumer) throws IOException {
    use(text.getBytes(StandardCharsets.UTF_8), consumer);
  }

  private void use(byte[] text, Consumer<YamlMap> consumer) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    Path file = Files.write(folder.resolve("f.yaml"), text);
    consumer.accept(new YamlFile(file, diagnostics).read());
    diagnostics.throwIfAny();
  }

  @Test
  void readsValues() throws IOException {
    use(
        "a: 1e-3\nb: [1, two]\nc: {d: yes}\n",
        map -> {
          assertEquals(1e-3, map.get("a").number(0, 1));
          assertEquals(1, map.get("b").list().get(0).integer(0, 9));
          assertEquals("two", map.get("b").list().get(1).text());
          assertEquals("yes", map.get("c").map().get("d").text());
          assertTrue(map.find("e").isEmpty());
        });
  }

  @Test
  void collectsWhatIsWrongWithLines() throws IOException {
    List<Diagnostic> all =
        Refused.all(
            () ->
                use(
                    "a: x\nb:\n  - 7\n  - 1.5\nshpae: 1\nb: 2\n",
                    map -> {
                      map.allow("a", "b", "shape");
                      map.get("a").number(0, 1);
                      map.get("b").list();
                      map.get("missing").text();
                    }));
    assertEquals(
        """
        error UP1105: key "b" is written twice
          at    f.yaml:6
        error UP1104: unknown key "shpae"
          at    f.yaml:5
          need  one of a, b, shape
          fix   did you mean "shape"?
        error UP1106: a has the wrong type
          at    f.yaml:1
          found x
          need  a finite number
        error UP1106: b has the wrong type
          at    f.yaml:6
          found 2
          need  a list ([a, b] or lines of "- a")
        error UP1103: key "missing" is missing
          at    f.yaml:1
          found keys a, b, shpae\
        """,
        String.join("\n", all.stream().map(Diagnostic::toString).toList()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".nan", "NaN", ".inf", "-.inf", "1e999", "0x10", "1_000", "\"1\"", "", "~"})
  void refusesOddNumbers(String text) {
    Diagnostic diagnostic =
        Refused.all(() -> use("a: " + text + "\n", map -> map.get("a").number(0, 2000))).get(0);
    assertTrue(diagnostic.code() instanceof YamlCode, diagnostic::toString);
  }

  @Test
  void reportsNothingAboutValuesWhoseLackIsReported() throws IOException {
    List<Diagnostic> all =
        Refused.all(
            () ->
                use(
                    "a: 1\n",
                    map -> {
                      YamlMap lacking = map.get("b").map();
                      lacking.get("c").integer(0, 1);
                      lacking.get("d").list();
                      lacking.allow("e");
                    }));
    assertEquals(1, all.size(), all::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [1, 2",
        "a: b: c",
        "\ta: 1",
        "a: *nowhere",
        "a: 1\n---\nb: 2\n",
        "a: \u0007\n",
        "? {b: 1}\n: &x [*x]\na: %1"
      })
  void refusesWhatIsNotYaml(String text) {
    Diagnostic diagnostic = Refused.all(() -> use(text, map -> {})).get(0);
    assertTrue(
        diagnostic.code() == YamlCode.SYNTAX || diagnostic.code() == YamlCode.LIMIT,
        diagnostic::toString);
    assertFalse(diagnostic.found().isEmpty());
  }

  @Test
  void refusesOtherThanAMapping() {
    Refused.with(YamlCode.WRONG_TYPE, () -> use("- a\n", map -> {}));
    assertEquals(
        "an empty file", Refused.with(YamlCode.WRONG_TYPE, () -> use("", map -> {})).found());
  }

  @Test
  void refusesKeysThatAreNoWords() {
    Refused.with(YamlCode.WRONG_TYPE, () -> use("{[a, b]: 1}\n", map -> {}));
  }

  @Test
  void refusesBombs() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    Refused.with(YamlCode.LIMIT, () -> use(laughs.toString(), map -> {}));
    Refused.with(YamlCode.LIMIT, () -> use("a: " + "[".repeat(100_000), map -> {}));
    Refused.with(YamlCode.LIMIT, () -> use("a: " + "x".repeat(1 << 20), map -> {}));
  }

  @Test
  void refusesBytesThatAreNoText() {
    Refused.with(YamlCode.SYNTAX, () -> use(new byte[] {'a', ':', (byte) 0xff}, map -> {}));
  }

  @Test
  void refusesAMissingFile() {
    Path missing = folder.resolve("none.yaml");
    Refused.with(YamlCode.UNREADABLE, () -> new YamlFile(missing, new Diagnostics()).read());
  }

  @Test
  void constructsNothingFromTags() {
    Refused.with(
        YamlCode.SYNTAX, () -> use("a: !!javax.script.ScriptEngineManager [x]\n", map -> {}));
  }
}

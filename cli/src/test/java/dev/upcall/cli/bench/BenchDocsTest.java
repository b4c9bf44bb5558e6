package dev.upcall.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.upcall.cli.firmware.Home;
import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.core.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark page says what its JSON files say, and nothing else. */
class BenchDocsTest {
  @Test
  void thePageInTheRepositoryIsCurrent() throws IOException {
    assertEquals(
        BenchDocs.page(Home.path("docs/benchmarks")),
        Files.readString(Home.path("docs/benchmarks.md")),
        "run ./upcall bench --docs");
  }

  @Test
  void aReportSurvivesItsFile(@TempDir Path folder) throws IOException {
    BenchReport report =
        new BenchReport(
            "digits",
            "1.0",
            "./upcall bench digits",
            Map.of("gcc", "12.2.0"),
            List.of(
                BenchRow.lower("a.b", 12, "B", 3).against(24, "elsewhere").target(10),
                BenchRow.higher("c.d", 0.5, "share", 7).within(0.4, 0.6)),
            List.of("microbit: no compiler"));
    Files.writeString(folder.resolve("digits.json"), new JsonWriter().write(report));

    String page = BenchDocs.page(folder);

    assertEquals(
        """
        ## digits

            ./upcall bench digits

        Upcall 1.0, gcc 12.2.0.

        | row | value | unit | 95 % interval | n | baseline | ratio | target | met |
        |---|--:|---|--:|--:|--:|--:|--:|---|
        | a.b | 12 | B |  | 3 | 24 | 0.500 | 10 | NO |
        | c.d | 0.500 | share | 0.400 .. 0.600 | 7 |  |  |  |  |

        Skipped: microbit: no compiler
        """,
        page.substring(page.indexOf("## digits")));
  }

  @Test
  void aBrokenFileIsNamed(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("digits.json"), "{\"suite\": 3");
    UpcallException e = assertThrows(UpcallException.class, () -> BenchDocs.page(folder));
    assertEquals("UP5010", e.diagnostics().get(0).code().id());
  }
}

package dev.upcall.compiler.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.upcall.compiler.board.Board;
import dev.upcall.compiler.board.BoardCatalogue;
import dev.upcall.compiler.emit.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTargetTest {
  private static final String NAME = "A \"board\" of mine";

  @TempDir Path folder;

  /** The only text of a board's file that is not a plain word. */
  @Test
  void aBoardsNameBreaksNoDescription() throws IOException {
    String library = files(ExportTarget.ARDUINO).get("library.json");
    JsonNode json = new ObjectMapper().readTree(library);
    assertTrue(json.get("description").asText().endsWith("for " + NAME + "."), library);
    String component = files(ExportTarget.ESP_IDF).get("idf_component.yml");
    assertTrue(component.contains("A \\\"board\\\" of mine"), component);
  }

  @Test
  void theVersionHasThreeNumbers() throws IOException {
    String library = files(ExportTarget.ARDUINO).get("library.json");
    assertEquals("1.2.3", new ObjectMapper().readTree(library).get("version").asText());
  }

  private SortedMap<String, String> files(ExportTarget target) throws IOException {
    BoardCatalogue catalogue = new BoardCatalogue();
    String yaml =
        catalogue.load("mps2-an386").yaml().replaceFirst("(?m)^name: .*$", "name: '" + NAME + "'");
    Board board = catalogue.loadFile(Files.writeString(folder.resolve("board.yaml"), yaml));
    assertEquals(NAME, board.name());
    return target.files("net", "1.2.3-SNAPSHOT", board, Map.of(), new Renderer());
  }
}

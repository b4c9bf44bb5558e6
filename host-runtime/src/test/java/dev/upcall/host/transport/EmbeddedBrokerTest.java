package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import dev.upcall.host.HostCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {
  @Test
  void startsOnAFreePortAndLeavesNoFiles() throws Exception {
    Set<String> before = files();
    try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      assertTrue(broker.port() > 0);
      assertEquals("tcp://127.0.0.1:" + broker.port(), broker.uri());
      UpcallException e =
          assertThrows(UpcallException.class, () -> EmbeddedBroker.start(broker.port()).close());
      assertEquals(HostCode.BROKER_START, e.diagnostics().get(0).code());
    }
    assertEquals(before, files());
  }

  /** Artemis writes relative to the working folder, when it writes. */
  private static Set<String> files() throws Exception {
    try (var list = Files.list(Path.of(""))) {
      return list.map(Path::toString)
          .filter(name -> !List.of("target").contains(name))
          .collect(Collectors.toSet());
    }
  }
}

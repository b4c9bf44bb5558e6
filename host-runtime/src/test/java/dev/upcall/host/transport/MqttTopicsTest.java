package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.upcall.core.diagnostic.UpcallException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MqttTopicsTest {
  private final MqttTopics topics = new MqttTopics("home");

  @Test
  void topicsAreThoseOfTheSite() {
    assertEquals("upcall/v1/home/+/up", topics.filter("up"));
    assertEquals("upcall/v1/home/pump-3/down", topics.down("pump-3"));
    assertEquals(
        new MqttTopics.Parsed("pump-3", "birth"),
        topics.parse("upcall/v1/home/pump-3/birth").orElseThrow());
  }

  @Test
  void anythingElseIsNotParsed() {
    for (String topic :
        List.of(
            "upcall/v1/plant/pump-3/up",
            "upcall/v1/home/pump 3/up",
            "upcall/v1/home/a/b/up",
            "upcall/v1/home/pump-3/sideways",
            "upcall/v2/home/pump-3/up",
            "upcall/v1/home//up",
            "upcall/v1/home/" + "x".repeat(65) + "/up",
            "")) {
      assertTrue(topics.parse(topic).isEmpty(), topic);
    }
  }

  @Test
  void namesThatCouldBreakOutAreRefused() {
    for (String name : List.of("", "a/b", "+", "#", "a b", "$share", "ä", "x".repeat(65))) {
      assertThrows(UpcallException.class, () -> new MqttTopics(name), name);
    }
  }

  @Test
  void packetSizesAreThoseOfTheStandard() {
    // 1 type, 1 length, 2 topic length, topic, 2 packet id, 1 property length, payload
    assertEquals(1 + 1 + 2 + 10 + 2 + 1 + 20, MqttSession.packetBytes("0123456789", new byte[20]));
    assertEquals(
        1 + 2 + 2 + 10 + 2 + 1 + 3072, MqttSession.packetBytes("0123456789", new byte[3072]));
  }
}

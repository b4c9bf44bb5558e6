package dev.upcall.host.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.upcall.host.security.BrokerSecurity;
import dev.upcall.host.security.BrokerUsers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerGuardTest {
  private final BrokerGuard guard =
      new BrokerGuard(BrokerUsers.of(BrokerSecurity.LOOPBACK, "home"), new WildcardConfiguration());

  /** An alias of MQTT 5 comes with an empty topic. */
  @ParameterizedTest
  @CsvSource({
    "upcall/v1/home/dev-7/up, 1048576, true",
    "upcall/v1/home/dev-7/up, 1048577, false",
    "upcall/members/v1/home/0123456789abcdef/wide/one/ask, 1048577, true",
    "'', 1, false",
    "'', 1048577, false",
  })
  void payloadsAreBoundedByTheirTopic(String topic, int bytes, boolean taken) {
    MqttPublishMessage packet =
        new MqttPublishMessage(
            new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_MOST_ONCE, false, 0),
            new MqttPublishVariableHeader(topic, 1),
            Unpooled.wrappedBuffer(new byte[bytes]));
    assertEquals(taken, guard.intercept(packet, null));
  }

  @Test
  void aliasesAreNotOffered() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
      MqttAsyncClient client = new MqttAsyncClient(broker.uri(), "dev-7", new MemoryPersistence());
      var token = client.connect();
      token.waitForCompletion(10_000);
      assertEquals(0, token.getResponseProperties().getTopicAliasMaximum());
      client.disconnect().waitForCompletion(10_000);
      client.close();
    }
  }
}

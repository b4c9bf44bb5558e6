package dev.upcall.host.transport;

import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;

/** Artemis's MQTT with a guard that sees packets from the first connection on. */
final class GuardedMqtt extends MQTTProtocolManagerFactory {
  private final MQTTInterceptor guard;

  GuardedMqtt(MQTTInterceptor guard) {
    this.guard = guard;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Artemis declares it
  public ProtocolManager createProtocolManager(
      ActiveMQServer server,
      Map<String, Object> parameters,
      List<BaseInterceptor> incoming,
      List<BaseInterceptor> outgoing)
      throws Exception {
    return super.createProtocolManager(server, parameters, List.of(guard), outgoing);
  }
}

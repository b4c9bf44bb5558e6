package dev.upcall.tests.rig;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.cluster.impl.MessageLoadBalancingType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * One of two Artemis brokers that are one cluster, in memory; a program of its own, so that it can
 * be killed. What waits on a node for readers that are at the other goes there.
 */
public final class ClusterNode {
  public static final String READY = "the node is up";

  private ClusterNode() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments ports on the loopback interface: for clients, for the other node, and the
   *     other node's for this one
   */
  public static void main(String[] arguments) throws Exception {
    String clients = "tcp://127.0.0.1:" + arguments[0] + "?protocols=MQTT;tcpNoDelay=true";
    String self = "tcp://127.0.0.1:" + arguments[1];
    String other = "tcp://127.0.0.1:" + arguments[2];
    Configuration configuration =
        new ConfigurationImpl()
            .setName("node " + arguments[1])
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setCriticalAnalyzer(false)
            .setClusterUser("cluster")
            .setClusterPassword("of this test alone")
            .addAcceptorConfiguration("clients", clients)
            .addAcceptorConfiguration("nodes", self + "?protocols=CORE")
            .addConnectorConfiguration("self", self)
            .addConnectorConfiguration("other", other)
            .addAddressSetting("#", new AddressSettings().setRedistributionDelay(0))
            .addClusterConfiguration(
                new ClusterConnectionConfiguration()
                    .setName("cluster")
                    .setAddress("")
                    .setConnectorName("self")
                    .setStaticConnectors(List.of("other"))
                    .setMessageLoadBalancingType(MessageLoadBalancingType.ON_DEMAND)
                    .setMaxHops(1)
                    .setRetryInterval(200));
    EmbeddedActiveMQ node = new EmbeddedActiveMQ().setConfiguration(configuration);
    node.start();
    // Alone it serves clients too, but not those of the other.
    if (!node.waitClusterForming(100, TimeUnit.MILLISECONDS, 600, 2)) {
      throw new IllegalStateException("the other node is not there");
    }
    System.out.println(READY);
    Thread.currentThread().join();
  }
}

package dev.upcall.cli.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadModelTest {
  private static final Profile PROFILE = new Profile(0.1, 0.2, 784, 10, 5, 2);
  private static final Capacities CAPACITIES =
      new Capacities(2400, 2000, 0.5e-3, 22.7e-6, 4, 0.6, 4, 50_000);

  @Test
  void tenThousandDevicesByHand() {
    LoadModel model = LoadModel.of(10_000, PROFILE, CAPACITIES);
    assertEquals(200, model.upcallsPerSecond(), 1e-9);
    assertEquals(400, model.messagesPerSecond(), 1e-9);
    assertEquals(1, model.cells());
    // 800 messages a second at the peak, 1440 that a node may carry; one more to lose.
    assertEquals(2, model.brokers());
    assertEquals(2, model.gateways());
    assertEquals(2, model.memberReplicas());
    // Up 41 + 36 + 10 + 784 + 4, down 41 + 44 + 4.
    assertEquals(875, PROFILE.bytesUp());
    assertEquals(89, PROFILE.bytesDown());
    assertEquals(200 * (875 + 89) * 8 / 1e6, model.megabitsPerSecond(), 1e-9);
  }

  /** Whatever the size: with one node of each kind lost, the rest carries the peak. */
  @ParameterizedTest
  @ValueSource(longs = {1, 10_000, 36_001, 1_000_000, 100_000_000})
  void aCellCarriesItsPeakWithOneNodeLess(long devices) {
    LoadModel model = LoadModel.of(devices, PROFILE, CAPACITIES);
    double peak = model.devicesPerCell() * PROFILE.upcallsPerSecond() * PROFILE.peak();
    assertTrue(model.brokers() <= CAPACITIES.nodes(), model::toString);
    double messages = (model.brokers() - 1) * CAPACITIES.brokerMessages() * CAPACITIES.fill();
    assertTrue(LoadModel.MESSAGES_PER_UPCALL * peak <= messages * 1.0000001, model::toString);
    double upcalls = (model.gateways() - 1) * CAPACITIES.gatewayUpcalls() * CAPACITIES.fill();
    assertTrue(peak <= upcalls, model::toString);
    assertTrue(peak * CAPACITIES.memberSeconds() <= model.memberReplicas() - 1, model::toString);
    assertEquals(devices, model.cells() * model.devicesPerCell(), 1e-3);
  }

  @Test
  void devicesThatSeldomAskAreBoundByTheirConnections() {
    Profile quiet = new Profile(0.0001, 0.1, 64, 10, 5, 1);
    LoadModel model = LoadModel.of(1_000_000, quiet, CAPACITIES);
    assertEquals(7, model.cells(), "150 000 of each cell's three nodes but one");
  }
}

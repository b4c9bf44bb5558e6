package dev.upcall.host.serving;

import dev.upcall.host.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to a port of this machine, on which connections can die without either end being told. */
final class Relay implements AutoCloseable {
  private static final int BUFFER = 1 << 14;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("relay"));
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
  private final ServerSocket entry;

  Relay(int port) throws IOException {
    entry = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    threads.execute(
        () -> {
          try {
            while (true) {
              Socket from = entry.accept();
              Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
              sockets.add(from);
              sockets.add(to);
              threads.execute(() -> pump(from, to));
              threads.execute(() -> pump(to, from));
            }
          } catch (IOException e) {
            // Closed.
          }
        });
  }

  int port() {
    return entry.getLocalPort();
  }

  /** What comes over the connections there are is lost from now on. */
  void silence() {
    silent.addAll(sockets);
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!silent.contains(from)) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // One of its ends is closed.
    }
  }

  @Override
  public void close() throws IOException {
    entry.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}

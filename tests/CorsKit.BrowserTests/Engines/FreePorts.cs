using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CorsKit.BrowserTests.Engines;

/// <summary>
/// Ports for programs that cannot choose one themselves. Linux gives a server that asks for any port one from 32768 on
/// (ip_local_port_range), other systems from 49152 on (RFC 6335, section 6): so no server of another test takes one of these before the program does.
/// </summary>
internal static class FreePorts
{
    private static readonly ConcurrentQueue<int> Ports = new(Enumerable.Range(20_000, 12_000).Shuffle());

    /// <summary>A port that nobody else gets in this process.</summary>
    public static int Take()
    {
        while (Ports.TryDequeue(out var port))
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Someone has it.
            }
        }

        throw new InvalidOperationException("No port is free.");
    }
}

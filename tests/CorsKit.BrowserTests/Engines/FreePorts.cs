using System.Net;
using System.Net.Sockets;

namespace CorsKit.BrowserTests.Engines;

/// <summary>
/// Ports for programs that cannot choose one themselves. No system gives these to those who ask for any, which start at 32768 or 49152 (RFC 6335, section 6),
/// so a server of another test does not get one before the program has it.
/// </summary>
internal static class FreePorts
{
    public static int[] Take(int count) => [.. Enumerable.Range(20_000, 12_000).Shuffle().Where(IsFree).Take(count)];

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

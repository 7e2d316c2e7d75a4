using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CorsKit.Tool.Tests.Probing;

/// <summary>Servers that mean no good: the probe ends, within its limits, and says what was wrong.</summary>
public sealed class HostileServerTests
{
    private const string Cors = "Access-Control-Allow-Origin: https://shop.example.com\r\nVary: Origin\r\n";

    /// <summary>What a server sends, how long the probe waits, and part of what is said of it; those that never answer are unusable.</summary>
    public static TheoryData<string, string, string, int> Servers => new()
    {
        { "endless body", "60", "the body goes on after 256 KB and was cut there", 0 },
        { "endless chunk", "1.5", "the body did not end within 1.5 seconds and was cut there", 0 },
        { "endless headers", "60", "the headers are longer than 64 KB", 2 },
        { "slow headers", "0.3", "no answer within 0.3 seconds", 2 },
        { "nothing", "1", "no answer within 1 second.", 2 },
        { "garbage", "60", "what came back is not HTTP", 2 },
        { "hangs up", "60", "the connection closed before the response ended", 2 },
        { "half a body", "60", "the body broke off", 0 },
        { "gzip bomb", "60", "the body goes on after 256 KB and was cut there", 0 },
        { "gzip that is none", "60", "the body is not what its Content-Encoding says", 0 },
        { "deflate that is none", "60", "the body is not what its Content-Encoding says", 0 },
        { "br that is none", "60", "the body is not what its Content-Encoding says", 0 },
        { "half a surrogate pair", "60", "\"code\"", 1 },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task The_probe_ends_and_says_what_was_wrong(string server, string timeout, string said, int expected)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (url, running) = Serve(Find(server), stop.Token, hangsUp: server is "half a body" or "hangs up");

        var (code, output, error) = await Task.Run(() => Tool.Run("probe", url, "--origin", LiveApi.Page, "--timeout", timeout, "--format", "json"));

        await stop.CancelAsync();
        await running;
        Assert.True(expected == code, output + error);
        Assert.Contains(said, expected == 2 ? error : output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.True(output.Length < 200_000, "The report is as long as the attack.");
    }

    [Fact]
    public async Task What_a_server_sends_does_not_reach_the_terminal_or_the_page_as_commands()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (url, running) = Serve("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: <script>\u001b[2J[red]\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop.Token);

        var (code, text, _) = await Task.Run(() => Tool.Run("probe", url, "--origin", LiveApi.Page));
        var html = (await Task.Run(() => Tool.Run("probe", url, "--origin", LiveApi.Page, "--format", "html"))).Output;

        await stop.CancelAsync();
        await running;
        Assert.Equal(1, code);
        Assert.Contains("'<script>\u00B7[2J[red]'", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
        Assert.Contains("&lt;script&gt;&#183;[2J[red]", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    /// <summary>Addresses where nobody answers.</summary>
    public static TheoryData<string, string> Nowhere => new()
    {
        { "http://127.0.0.1:1/", "no connection to 127.0.0.1:1: nothing listens there" },
        { "https://corskit-nowhere.invalid/", "there is no host named corskit-nowhere.invalid (DNS)" },
    };

    [Theory]
    [MemberData(nameof(Nowhere))]
    public async Task Where_nobody_answers_the_reason_is_told_in_plain_words(string url, string reason)
    {
        var (code, output, error) = await Task.Run(() => Tool.Run("probe", url, "--origin", LiveApi.Page, "--timeout", "20"));

        Assert.Equal((2, "", $"{url} does not answer: {reason}.\n"), (code, output, error));
    }

    [Fact]
    public async Task A_certificate_that_nobody_signed_is_told_in_plain_words()
    {
        await using var api = await LiveApi.StartAsync(_ => Task.CompletedTask, https: true);

        var (code, _, error) = await Task.Run(() => Tool.Run("probe", api.Address.AbsoluteUri, "--origin", LiveApi.Page));

        Assert.Equal((2, $"{api.Address} does not answer: TLS failed: the certificate is for another host.\n"), (code, error));
    }

    [Fact]
    public async Task Plain_http_on_the_port_of_https_is_told_in_plain_words()
    {
        await using var api = await LiveApi.StartAsync(_ => Task.CompletedTask);
        var url = $"https://127.0.0.1:{api.Address.Port}/";

        var (code, _, error) = await Task.Run(() => Tool.Run("probe", url, "--origin", LiveApi.Page));

        Assert.Equal((2, $"{url} does not answer: TLS failed: 127.0.0.1:{api.Address.Port} does not speak it, or no version that is safe.\n"), (code, error));
    }

    private static byte[] Find(string server)
    {
        var head = $"HTTP/1.1 200 OK\r\n{Cors}";
        var text = server switch
        {
            "endless body" => $"{head}Content-Length: 999999999\r\n\r\n{new string('x', 512 * 1024)}",
            "endless chunk" => $"{head}Transfer-Encoding: chunked\r\n\r\nFFFFFF\r\nxxx",
            "endless headers" => $"{head}{string.Concat(Enumerable.Repeat($"X: {new string('x', 1000)}\r\n", 200))}",
            "slow headers" => $"{head}X: ",
            "garbage" => "SSH-2.0-OpenSSH_9.6\r\n\r\n\0\0\0\r\n\r\n",
            "half a body" => $"{head}Content-Length: 100\r\n\r\nhalf",
            "gzip that is none" or "deflate that is none" or "br that is none" => $"{head}Content-Encoding: {server.Split(' ')[0]}\r\nContent-Length: 8\r\n\r\n\xff\xffnone\xff\xff",
            "half a surrogate pair" => "HTTP/1.1 403 Forbidden\r\nContent-Length: 20\r\n\r\n{\"message\":\"\\ud800\"}",
            _ => "",
        };
        return server == "gzip bomb" ? Bomb(head) : Encoding.Latin1.GetBytes(text);
    }

    private static byte[] Bomb(string head)
    {
        var body = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new byte[64 * 1024 * 1024]);
        }

        return [.. Encoding.Latin1.GetBytes($"{head}Content-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n"), .. body.ToArray()];
    }

    /// <summary>Sends the same bytes to whoever connects, and then says no more, or hangs up.</summary>
    private static (string Url, Task Running) Serve(byte[] bytes, CancellationToken stop, bool hangsUp = false)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", RunAsync());

        async Task RunAsync()
        {
            var connections = new List<Task>();
            try
            {
                while (true)
                {
                    connections.Add(AnswerAsync(await listener.AcceptTcpClientAsync(stop)));
                }
            }
            catch (OperationCanceledException)
            {
                listener.Stop();
            }

            await Task.WhenAll(connections);
        }

        async Task AnswerAsync(TcpClient client)
        {
            using var _ = client;
            try
            {
                var stream = client.GetStream();
                for (var read = new byte[4096]; await stream.ReadAsync(read, stop) > 0;)
                {
                    await stream.WriteAsync(bytes, stop);
                    if (hangsUp)
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
            }
        }
    }
}

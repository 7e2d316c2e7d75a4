using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CorsKit.Tests.Fuzz;
using CorsKit.Tool.Tests.Probing;
using CsCheck;

namespace CorsKit.Tool.Tests.Fuzz;

/// <summary>Responses of a server, broken in any way: the probe ends, and what it says is whole, and no longer than the headers that it shows.</summary>
public sealed class ProbeFuzz
{
    private const string Cors = "Access-Control-Allow-Origin: https://shop.example.com\r\nVary: Origin\r\n";

    /// <summary>The bytes of headers that the probe reads of one response; it shows them all.</summary>
    private const int MostHeaders = 64 << 10;

    private static readonly Gen<string> Response = Gen.OneOf(
        $"HTTP/1.1 200 OK\r\n{Cors}Access-Control-Allow-Credentials: true\r\nAccess-Control-Expose-Headers: etag\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{{\"a\":\"\\ud83\"}}",
        $"HTTP/1.1 204 No Content\r\n{Cors}Access-Control-Allow-Methods: GET,PUT\r\nAccess-Control-Allow-Headers: content-type\r\nAccess-Control-Max-Age: 7200\r\nx-amz-apigw-id: a=\r\n\r\n",
        "HTTP/1.1 403 Forbidden\r\nx-amzn-ErrorType: MissingAuthenticationTokenException\r\nx-amzn-RequestId: a\r\nContent-Length: 42\r\n\r\n{\"message\":\"Missing Authentication Token\"}",
        $"HTTP/1.1 301 Moved\r\n{Cors}Location: /orders\r\nSet-Cookie: a=1; Path=/\r\nAge: 5\r\nX-Cache: Hit from cloudfront\r\nVia: 1.1 a.cloudfront.net (CloudFront)\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n5\r\nhello\r\n0\r\n\r\n").Edited(
            "\r\n", "\n", "\r", ":", ": ", ",", "*", "\0", "\u001b[2J", "\u00ff", "\u00e9", " ", "\t", "0", "-1", "99999999999", "200", "100", "101", "304", "401", "502", "Access-Control-Allow-Origin: *\r\n", "Location: //\r\n", "Location: http://[\r\n",
            "Content-Encoding: br\r\n", "<script>", "https://", "null", "Vary: *\r\n", "{", "}", "\"", "HTTP/1.1 200 OK\r\n\r\n");

    [Fuzz]
    public Task Whatever_a_server_sends_the_probe_ends_and_says_what_it_saw() =>
        Gen.Select(Response.Array[1, 3], Gen.OneOf("text", "json", "html"), Gen.Bool).FuzzAsync(async input =>
        {
            var (responses, format, deep) = input;
            using var stop = new CancellationTokenSource();
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var serving = ServeAsync(listener, [.. responses.Select(Encoding.Latin1.GetBytes)], stop.Token);
            string[] args = ["probe", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/orders", "--origin", LiveApi.Page, "--method", "PUT", "--timeout", "5", "--format", format, .. deep ? (string[])["--deep"] : []];

            var (code, output, error) = await Task.Run(() => Tool.Run(args));

            await stop.CancelAsync();
            var asked = await serving;
            Assert.InRange(code, 0, 2);
            Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
            Assert.DoesNotContain(output + error, c => char.IsControl(c) && c != '\n');
            Assert.InRange(output.Length, code == 2 ? 0 : 1, 100_000 + (asked * MostHeaders * 4));
            if (format == "json" && code < 2)
            {
                using var json = JsonDocument.Parse(output);
            }

            Assert.DoesNotContain("<script>", format == "html" ? output : "", StringComparison.Ordinal);
        });

    /// <summary>One response after the other to whoever asks, and hangs up.</summary>
    /// <returns>How many asked.</returns>
    private static async Task<int> ServeAsync(TcpListener listener, byte[][] responses, CancellationToken stop)
    {
        var read = new byte[65_536];
        var turn = 0;
        for (; !stop.IsCancellationRequested; turn++)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                var stream = client.GetStream();
                _ = await stream.ReadAsync(read, stop);
                await stream.WriteAsync(responses[turn % responses.Length], stop);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The probe does not always wait for the end.
            }
        }

        return turn;
    }
}

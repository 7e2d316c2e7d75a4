using System.Text;
using CorsKit.Testing;
using CorsKit.Testing.Recordings;
using CorsKit.Tool.Probing.Steps;

namespace CorsKit.Tool.Reports;

/// <summary>A probe as a recording, from which what AWS does not document can be settled.</summary>
internal static class ProbeRecording
{
    /// <returns>Why the file could not be written, as a sentence; null where it was.</returns>
    public static string? Write(ProbeSteps steps, Secrets secrets, string file)
    {
        using var memory = new MemoryStream();
        new Recording
        {
            FrontDoor = steps.Door.Kind.ToString(),
            Stage = Recording.StageOf(steps.Door.Kind.ToString(), steps.Request.Url),
            Date = DateOnly.FromDateTime(DateTime.UtcNow),
            Exchanges = [.. from step in steps.All from exchange in step.Outcome.Exchanges where exchange.Status is not null select Record(exchange, steps.Request, secrets)],
        }.Write(memory);
        try
        {
            File.WriteAllText(file, secrets.Mask(Encoding.UTF8.GetString(memory.ToArray())) + "\n");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return exception.Message;
        }
    }

    private static RecordedExchange Record(FetchExchange exchange, ProbeRequest request, Secrets secrets) => new()
    {
        Request = new() { Method = exchange.Method, Url = exchange.Url.AbsoluteUri, Headers = [.. ProbeHeaders.FullLines(exchange.RequestHeaders, request, secrets)] },
        Response = new() { Status = exchange.Status!.Value, Headers = [.. ProbeHeaders.FullLines(exchange.ResponseHeaders, request, secrets)], Body = exchange.Body, IsWhole = true },
    };
}

using System.Text;
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
            Date = DateOnly.FromDateTime(DateTime.UtcNow),
            Exchanges = [.. steps.All.SelectMany(step => step.Outcome.Exchanges).Where(exchange => exchange.Status is not null).Select(RecordedExchange.Of)],
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
}

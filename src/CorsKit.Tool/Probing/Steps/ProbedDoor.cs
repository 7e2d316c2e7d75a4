using CorsKit.Testing.Browsers;

namespace CorsKit.Tool.Probing.Steps;

/// <summary>Which front door answered, by the fingerprints of all responses.</summary>
internal sealed class ProbedDoor
{
    public ProbedDoor(IReadOnlyList<ProbeStep> steps)
    {
        // The surest sign counts, whichever response has it.
        var surest = steps.Select(step => step.Fingerprint).Where(fingerprint => fingerprint.Kind != FrontDoorKind.Unknown).MinBy(fingerprint => fingerprint.Kind);
        var edge = steps.Select(step => step.Fingerprint.CloudFrontSign).FirstOrDefault(sign => sign is not null);
        Kind = surest?.Kind ?? FrontDoorKind.Unknown;
        BehindCloudFront = edge is not null;
        Signs = [.. new[] { edge, surest?.Sign }.OfType<string>()];
    }

    public FrontDoorKind Kind { get; }

    public bool BehindCloudFront { get; }

    /// <summary>What gave it away.</summary>
    public IReadOnlyList<string> Signs { get; }

    public string Name => (BehindCloudFront, Kind) switch
    {
        (true, FrontDoorKind.Unknown) => "CloudFront, before an origin that leaves no sign",
        (true, _) => $"CloudFront before {Behind}",
        (false, FrontDoorKind.Unknown) => "a server that leaves no sign of API Gateway, a Function URL, a load balancer or CloudFront",
        _ => Behind,
    };

    private string Behind => Kind switch
    {
        FrontDoorKind.RestApi => "a REST API",
        FrontDoorKind.HttpApi => "an HTTP API",
        FrontDoorKind.FunctionUrl => "a Function URL",
        _ => "a load balancer",
    };
}

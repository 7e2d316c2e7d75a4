namespace CorsKit.Tool.Probing.Steps;

internal enum FrontDoorKind
{
    Unknown,
    RestApi,
    HttpApi,
    FunctionUrl,
    LoadBalancer,
}

/// <summary>
/// Which front door answered, told by what it leaves in headers and names
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html).
/// </summary>
internal sealed class ProbedDoor
{
    public ProbedDoor(Uri url, IReadOnlyList<ProbeStep> steps)
    {
        bool IsExecuteApi(string host) => host.Contains(".execute-api.", StringComparison.Ordinal) && host.EndsWith(".amazonaws.com", StringComparison.Ordinal);
        bool IsFunctionUrl(string host) => host.Contains(".lambda-url.", StringComparison.Ordinal) && host.EndsWith(".on.aws", StringComparison.Ordinal);

        (FrontDoorKind Kind, string? Sign)[] candidates =
        [
            (FrontDoorKind.FunctionUrl, IsFunctionUrl(url.Host) ? "its host name" : null),
            (FrontDoorKind.HttpApi, Find(steps, "apigw-requestid")),
            (FrontDoorKind.RestApi, Find(steps, "x-amz-apigw-id")),

            // Its own answers, its cookies and its name; a response of its target carries no sign.
            (FrontDoorKind.LoadBalancer, url.Host.EndsWith(".elb.amazonaws.com", StringComparison.Ordinal) ? "its host name" : Find(steps, "Server", "awselb") ?? Find(steps, "Set-Cookie", "AWSALB")),
        ];
        (Kind, var sign) = candidates.FirstOrDefault(candidate => candidate.Sign is not null);

        // An edge-optimized API is behind a CloudFront of its own, which nobody configures.
        var edge = Find(steps, "X-Cache", "cloudfront") ?? Find(steps, "Via", "CloudFront") ?? Find(steps, "x-amz-cf-id");
        BehindCloudFront = edge is not null && !IsExecuteApi(url.Host);
        Signs = [.. new[] { BehindCloudFront ? edge : null, sign }.OfType<string>()];
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

    private static string? Find(IReadOnlyList<ProbeStep> steps, string name, string part = "") =>
        steps.Any(step => step.Header(name)?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
            ? $"the header {name}{(part.Length == 0 ? "" : $" with \"{part}\"")}" : null;
}

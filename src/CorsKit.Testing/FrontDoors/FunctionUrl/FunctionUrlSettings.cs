namespace CorsKit.Testing;

/// <summary>
/// A Function URL as its template describes it. What begins with <c>Assumed</c> is not documented by AWS: choose what your
/// URL shows. Of the answers that it makes itself AWS documents the statuses; their texts, but those of 403 and 502, are the emulator's.
/// </summary>
public sealed record FunctionUrlSettings
{
    /// <summary>
    /// CORS of the URL itself: it answers preflights, and adds its headers to those that the function set, so that both are
    /// sent. Default: none, the function owns CORS.
    /// </summary>
    public CorsConfiguration? Cors { get; init; }

    /// <summary>
    /// Whether only signed requests are taken (<c>AuthType: AWS_IAM</c>); that they are signed is looked at, not by whom. Default: false.
    /// </summary>
    public bool IamAuthorization { get; init; }

    /// <summary>The function's own timeout, up to 900 s. Default: 30 s.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests that may run at once, at least 0; more get a 429. Default: no limit.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>The status of a preflight's answer under <see cref="Cors"/>. Default: 200.</summary>
    public int AssumedPreflightStatusCode { get; init; } = 200;

    /// <summary>Whether a preflight is answered under <see cref="Cors"/> before <see cref="IamAuthorization"/> is looked at. Default: true.</summary>
    public bool AssumedPreflightNeedsNoSignature { get; init; } = true;

    /// <summary>Whether a preflight passes only where <see cref="Cors"/> lists methods, and headers if it asks for any, as on an HTTP API. Default: true.</summary>
    public bool AssumedPreflightNeedsAllLists { get; init; } = true;

    /// <summary>Whether answers of the URL itself (403, 429, 502, 504) carry the headers of <see cref="Cors"/>. Default: false.</summary>
    public bool AssumedErrorsCarryCors { get; init; }

    /// <summary>Whether the origin <c>*</c> of <see cref="Cors"/> is sent as the origin that asks, as users report. Default: false.</summary>
    public bool AssumedAnyOriginIsEchoed { get; init; }

    /// <exception cref="ArgumentException">Lambda would refuse it.</exception>
    internal void Validate()
    {
        var problems = (Cors is null ? [] : FrontDoors.ConfiguredCors.FindProblemsOnFunctionUrl(Cors)).ToList();
        if (FunctionTimeout <= TimeSpan.Zero || FunctionTimeout > TimeSpan.FromSeconds(900))
        {
            problems.Add("FunctionTimeout is more than 0 and at most 900 s.");
        }

        if (ReservedConcurrency < 0)
        {
            problems.Add("ReservedConcurrency is at least 0.");
        }

        FrontDoors.SettingsProblems.Throw("Function URL", problems);
    }
}

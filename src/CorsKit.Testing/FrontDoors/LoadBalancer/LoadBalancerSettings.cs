using CorsKit.Testing.FrontDoors.LoadBalancer;

namespace CorsKit.Testing;

/// <summary>An Application Load Balancer with a Lambda target, as its template describes it.</summary>
public sealed record LoadBalancerSettings
{
    /// <summary>
    /// The target group's attribute <c>lambda.multi_value_headers.enabled</c>. Without it the function sees, and gives back, one
    /// value of each header. Default: false.
    /// </summary>
    public bool MultiValueHeaders { get; init; }

    /// <summary>
    /// Listener attributes by key, such as <c>routing.http.response.access_control_allow_origin.header_value</c>: they stand on
    /// every response, the load balancer's own included, and overwrite what the function set
    /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html). Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> ListenerAttributes { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Where an <c>authenticate-oidc</c> or <c>authenticate-cognito</c> action sends who has no session cookie
    /// (AWSELBAuthSessionCookie-0). Default: there is no such action.
    /// </summary>
    public Uri? AuthenticateAt { get; init; }

    /// <summary>Whether a listener rule of higher priority lets OPTIONS past <see cref="AuthenticateAt"/>. Default: false.</summary>
    public bool OptionsNeedNoAuthentication { get; init; }

    /// <summary>The function's own timeout, up to 900 s. Default: 30 s.</summary>
    public TimeSpan FunctionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="ArgumentException">Elastic Load Balancing would refuse it.</exception>
    internal void Validate()
    {
        var problems = ListenerAttributes
            .Where(attribute => LoadBalancerFrontDoor.HeaderOf(attribute.Key) is null)
            .Select(attribute => $"'{attribute.Key}' is no attribute for a CORS header: routing.http.response.access_control_allow_origin.header_value, …_allow_methods…, …_allow_headers…, …_allow_credentials…, …_expose_headers…, …_max_age….")
            .Concat(ListenerAttributes.Where(attribute => attribute.Value.Length > 1024).Select(attribute => $"The value of '{attribute.Key}' has more than 1024 characters."))
            .ToList();
        if (FunctionTimeout <= TimeSpan.Zero || FunctionTimeout > TimeSpan.FromSeconds(900))
        {
            problems.Add("FunctionTimeout is more than 0 and at most 900 s.");
        }

        FrontDoors.SettingsProblems.Throw("load balancer", problems);
    }
}

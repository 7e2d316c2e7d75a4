using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>All front doors of a document in one scenario, and what was met that is not understood.</summary>
internal sealed class GatewayModel
{
    public List<RestApi> RestApis { get; } = [];

    public List<HttpApi> HttpApis { get; } = [];

    public List<FunctionUrl> FunctionUrls { get; } = [];

    public List<LoadBalancerListener> Listeners { get; } = [];

    public List<Distribution> Distributions { get; } = [];

    /// <summary>GatewayCors__… variables of functions: they override the app's settings. Without a name: all of them are unknown.</summary>
    public List<(string Resource, Location Location, string Name, string? Value)> FunctionSettings { get; } = [];

    /// <summary>What SAM or CloudFormation refuses, so that nothing is deployed: resource, place, text.</summary>
    public List<(string? Resource, Location Location, string Text)> Refused { get; } = [];

    /// <summary>What the tool does not understand, or cannot see: resource, place, text.</summary>
    public List<(string? Resource, Location Location, string Text)> Remarks { get; } = [];

    /// <summary>Why there is nothing, where more can be said than that; null else.</summary>
    public string? WhyEmpty { get; set; }

    public bool IsEmpty => RestApis.Count + HttpApis.Count + FunctionUrls.Count + Listeners.Count + Distributions.Count == 0;

    public void Remark(string? resource, Location location, string text) => Remarks.Add((resource, location, text));
}

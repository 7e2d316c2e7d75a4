using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>All front doors of a document in one scenario, and what was met that is not understood.</summary>
internal sealed class Architecture
{
    public List<RestApi> RestApis { get; } = [];

    public List<HttpApi> HttpApis { get; } = [];

    public List<FunctionUrl> FunctionUrls { get; } = [];

    public List<LoadBalancerListener> Listeners { get; } = [];

    public List<Distribution> Distributions { get; } = [];

    /// <summary>GatewayCors__… variables of functions: they override the app's settings.</summary>
    public List<(string Resource, Place Place, string Name, string? Value)> FunctionSettings { get; } = [];

    /// <summary>What the tool does not understand, or cannot see: resource, place, text.</summary>
    public List<(string? Resource, Place Place, string Text)> Remarks { get; } = [];

    public bool IsEmpty => RestApis.Count + HttpApis.Count + FunctionUrls.Count + Listeners.Count + Distributions.Count == 0;

    public void Remark(string? resource, Place place, string text) => Remarks.Add((resource, place, text));

    public static Architecture Read(EvaluatedTemplate template, IncludedFiles files)
    {
        var architecture = new Architecture();
        Readers.RestApiReader.Read(template, architecture, files);
        Readers.HttpApiReader.Read(template, architecture, files);
        Readers.SamReader.Read(template, architecture, files);
        Readers.FunctionReader.Read(template, architecture);
        Readers.LoadBalancerReader.Read(template, architecture);
        Readers.DistributionReader.Read(template, architecture);
        Readers.UnreadResources.Remark(template, architecture);
        return architecture;
    }
}

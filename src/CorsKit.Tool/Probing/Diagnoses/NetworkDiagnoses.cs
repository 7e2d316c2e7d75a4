using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>No answer, though others came.</summary>
internal static class NetworkDiagnoses
{
    public static Diagnosis? Find(ProbeSteps steps) =>
        new[] { steps.Preflight, steps.Actual }.FirstOrDefault(step => step.Status is null) is { } silent
            ? Diagnosis.Of(LiveHelp.NoAnswer, $"To \"{silent.Title}\" there was no answer: {silent.Problem}.") : null;
}

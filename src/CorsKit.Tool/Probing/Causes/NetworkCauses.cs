namespace CorsKit.Tool.Probing.Causes;

/// <summary>No answer, though others came.</summary>
internal static class NetworkCauses
{
    public static Cause? Find(Trials trials) =>
        new[] { trials.Preflight, trials.Actual }.FirstOrDefault(trial => trial.Status is null) is { } silent
            ? Cause.Of("CK714", $"To \"{silent.Title}\" there was no answer: {silent.Problem}.") : null;
}

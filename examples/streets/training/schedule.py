"""AdamW for a fixed number of steps, with warm-up, cosine and a log."""

import time

import math
import torch

WARM_UP = 0.06  # of all steps


class Schedule:
    def __init__(self, parameters, free, rate, steps, log):
        """`free` are parameters without weight decay; `log` takes one line."""
        groups = [{"params": parameters, "weight_decay": 0.02}, {"params": free, "weight_decay": 0.0}]
        self.optimizer, self.parameters = torch.optim.AdamW(groups, lr=rate), parameters
        self.rate, self.steps, self.log, self.done, self.means = rate, steps, log, 0, {}
        self.begin = time.process_time()

    def step(self, loss, **values):
        progress = self.done / self.steps
        rate = self.rate * min(1, (progress + 1 / self.steps) / WARM_UP) * (0.5 * (1 + math.cos(math.pi * progress)) + 0.003)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 3.0)
        self.optimizer.step()
        self.done += 1
        for name, value in values.items():
            self.means[name] = 0.95 * self.means.get(name, float(value.detach())) + 0.05 * float(value.detach())
        if self.done % 100 == 0 or self.done in (10, self.steps):
            shown = " ".join(f"{name} {value:.3f}" for name, value in self.means.items())
            self.log(f"step {self.done:5d}/{self.steps} {time.process_time() - self.begin:6.0f} CPU s  {shown}  rate {rate:.5f}")

;;; What a person does in Emacs and sees there, for the scenarios of the tests.  -*- lexical-binding: t -*-

;; A scenario stands in $SCENARIO, as Lisp whose value is what is to be told; it is printed as one line of JSON.
;; $SETUP is loaded as an init file would be, after the packages.

(package-initialize)
(require 'json)
(load (getenv "SETUP") nil t)

(defconst patience (/ (string-to-number (getenv "PATIENCE")) 1000.0) "Seconds to wait for what does not come.")

(defun wait (done)
  "Let Emacs read from its processes until DONE returns non-nil.
What did come instead tells more than that it did not."
  ;; What runs when nothing is typed; without a terminal Emacs is never idle.
  (mapc #'timer-event-handler (copy-sequence timer-idle-list))
  (let ((end (+ (float-time) patience)))
    (while (not (or (funcall done) (> (float-time) end)))
      (accept-process-output nil 0.05))))

(defun open (file)
  "Open FILE as a person does."
  (find-file file)
  ;; What the command loop runs after each command; there is none without a terminal.
  (run-hooks 'post-command-hook))

(defun look (file)
  "Show FILE, which is open."
  (switch-to-buffer (find-buffer-visiting file))
  ;; What redisplay runs; Flymake tells nothing of a buffer before it is on the screen.
  (run-window-configuration-change-hook))

(defun units (position)
  "The line and column of POSITION, from zero, the column in UTF-16 units."
  (save-excursion
    (goto-char position)
    (let ((before (buffer-substring-no-properties (line-beginning-position) (point))))
      (vector (1- (line-number-at-pos)) (/ (length (encode-coding-string before 'utf-16le)) 2)))))

(defun shown ()
  "What a person sees of the diagnostics of the current buffer."
  (vconcat
   (mapcar (lambda (diagnostic)
             `((severity . ,(symbol-name (flymake-diagnostic-type diagnostic)))
               (message . ,(flymake-diagnostic-text diagnostic))
               (start . ,(units (flymake-diagnostic-beg diagnostic)))
               (end . ,(units (flymake-diagnostic-end diagnostic)))))
           (flymake-diagnostics))))

(defun answer-with (pattern)
  "Choose what fits PATTERN whenever Emacs asks to choose, and say yes when it asks that.
What was chosen is in the cdr of what is returned."
  (let ((chosen (list nil)))
    ;; A key, not the mouse: a menu would come up.
    (setq last-nonmenu-event ?\r)
    (fset 'y-or-n-p #'always)
    (setq completing-read-function
          (lambda (_ collection &rest _)
            (let ((fits (seq-find (lambda (title) (string-match-p pattern title))
                                  (all-completions "" collection))))
              (push fits (cdr chosen))
              fits)))
    chosen))

(let ((argument (json-parse-string (getenv "ARGUMENT") :object-type 'alist :array-type 'list)))
  (princ
   (json-encode
    (condition-case problem
        `((seen . ,(eval (read (getenv "SCENARIO")) `((argument . ,argument)))))
      (error `((failed . ,(error-message-string problem))))))))
(kill-emacs)
